using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>An elementwise function of up to three operands as an object, so that a list of them can be run over one block of numbers after another.</summary>
internal abstract class Block<T>
    where T : unmanaged
{
    /// <summary>Whether it can be joined with another.</summary>
    internal virtual Arithmetic Kind => Arithmetic.Other;

    /// <summary>y[i] = f(a[i], b[i], c[i]) for spans of one length; operands that the function does not have are empty.</summary>
    internal abstract void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y);
}

/// <summary>A function of one operand.</summary>
internal sealed class UnaryBlock<TKernel, T> : Block<T>
    where TKernel : IUnary
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly UnaryBlock<TKernel, T> Instance = new();

    internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y) => TKernel.Invoke(a, y);
}

/// <summary>A function of two operands.</summary>
internal sealed class BinaryBlock<TKernel, T> : Block<T>
    where TKernel : IBinary
    where T : unmanaged, INumber<T>
{
    internal static readonly BinaryBlock<TKernel, T> Instance = new();

    internal override Arithmetic Kind => TKernel.Kind;

    internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y) => TKernel.Invoke(a, b, y);
}

/// <summary>The second operand where the first is not 0, else the third.</summary>
internal sealed class ChoiceBlock<T> : Block<T>
    where T : unmanaged, INumber<T>
{
    internal static readonly ChoiceBlock<T> Instance = new();

    internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y) => Choice.Invoke(a, b, c, y);
}

/// <summary>A power with a fixed exponent.</summary>
internal sealed class PowerBlock<T>(double exponent) : Block<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
    {
        var power = T.CreateChecked(exponent);
        for (int i = 0; i < y.Length; i++) y[i] = T.Pow(a[i], power);
    }
}

/// <summary>The number where it is above 0, else a fixed multiple of it.</summary>
internal sealed class SlopeBlock<T>(double slope) : Block<T>
    where T : unmanaged, INumber<T>
{
    internal override void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
    {
        int i = 0;
        var below = T.CreateChecked(slope);
        var times = new Vector<T>(below);
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var x = new Vector<T>(a[i..]);
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * times).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++) y[i] = a[i] > T.Zero ? a[i] : a[i] * below;
    }
}
