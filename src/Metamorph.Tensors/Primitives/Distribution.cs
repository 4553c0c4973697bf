using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>How random bits become random numbers. In Float32 they are those of Float64, rounded.</summary>
internal abstract record Distribution
{
    /// <summary>Fills a span: number i is made of the key's bits number i.</summary>
    internal virtual void Fill<T>(Key key, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        Span<ulong> bits = target.Length <= 256 ? stackalloc ulong[target.Length] : new ulong[target.Length];
        key.Fill(bits);
        for (int i = 0; i < bits.Length; i++) target[i] = T.CreateTruncating(Of(bits[i]));
    }

    /// <summary>One number of 64 bits.</summary>
    private protected abstract double Of(ulong bits);

    /// <summary>53 bits as a number in [0, 1).</summary>
    private protected static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>52 bits as a number inside (0, 1), symmetric around 1/2.</summary>
    private protected static double Inside(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));
}

/// <summary>Spread evenly between two bounds.</summary>
internal sealed record Uniformly(double Low, double High) : Distribution
{
    private protected override double Of(ulong bits) => Low + (High - Low) * Unit(bits);
}

/// <summary>The standard normal distribution, by the inverse of its distribution function.</summary>
internal sealed record Normally : Distribution
{
    private protected override double Of(ulong bits) => NormalQuantile.At(Inside(bits));
}

/// <summary>The standard normal distribution restricted to -2 .. 2.</summary>
internal sealed record NormallyWithinTwo : Distribution
{
    // The probability that a standard normal number is below -2.
    private const double BelowMinusTwo = 0.022750131948179207200;

    private protected override double Of(ulong bits) => NormalQuantile.At(BelowMinusTwo + (1 - 2 * BelowMinusTwo) * Inside(bits));
}

/// <summary>Whole numbers from a low one to below a high one, each equally likely (to 2^-32).</summary>
internal sealed record Equally(int Low, int High) : Distribution
{
    private protected override double Of(ulong bits) => Low + (long)Math.BigMul(bits, (uint)(High - (long)Low), out _);
}

/// <summary>1 with a probability, else 0.</summary>
internal sealed record Yes(double Probability) : Distribution
{
    private protected override double Of(ulong bits) => Unit(bits) < Probability ? 1 : 0;
}

/// <summary>The numbers from 0 on in a random order, every order equally likely (to 2^-32 a step).</summary>
internal sealed record Shuffle : Distribution
{
    // Fisher and Yates: the last place gets any number, the one before any of the rest, ...
    internal override void Fill<T>(Key key, Span<T> target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = T.CreateTruncating(i);
        if (target.Length < 2) return;
        ulong[] bits = new ulong[target.Length];
        key.Fill(bits);
        for (int i = target.Length - 1; i > 0; i--)
        {
            int j = (int)Math.BigMul(bits[i], (ulong)i + 1, out _);
            (target[i], target[j]) = (target[j], target[i]);
        }
    }

    private protected override double Of(ulong bits) => throw new NotSupportedException("an order is drawn as a whole.");
}
