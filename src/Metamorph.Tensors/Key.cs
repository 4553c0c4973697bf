using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>
/// Where random numbers come from. A key is a value: the same key gives the same numbers, on every platform and any number of
/// threads; numbers that are to differ need different keys, made with <see cref="Fold"/> or <see cref="Split"/>. The generator is
/// Threefry-4x32 with 20 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): number i of a key is computed from i alone.
/// With a task axis, the numbers of task t are drawn from <c>key.Fold(t)</c>, so the first k of n tasks are the k tasks drawn alone.
/// </summary>
public readonly record struct Key
{
    private readonly ulong low;
    private readonly ulong high;

    /// <summary>A key from a seed.</summary>
    /// <param name="seed">Any number.</param>
    public Key(ulong seed) => low = seed;

    private Key(ulong low, ulong high) => (this.low, this.high) = (low, high);

    /// <summary>A key of its own for each number.</summary>
    /// <param name="index">Which one.</param>
    /// <returns>The key.</returns>
    public Key Fold(int index)
    {
        // Counters that end in 1 make keys, those that end in 0 make numbers: the two never meet.
        Span<uint> block = stackalloc uint[4];
        Threefry.Block(low, high, (uint)index, 1, block);
        return new(block[0] | (ulong)block[1] << 32, block[2] | (ulong)block[3] << 32);
    }

    /// <summary>Two keys.</summary>
    /// <returns><c>Fold(0)</c> and <c>Fold(1)</c>.</returns>
    public (Key First, Key Second) Split() => (Fold(0), Fold(1));

    /// <summary>Numbers spread evenly between two bounds. In Float32 they are those of Float64, rounded.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, itself hardly ever drawn.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <returns>[tasks; shape]</returns>
    public Tensor Uniform(double low, double high, Shape shape, int? tasks = null, DType dtype = DType.Float32) =>
        Draw(shape, tasks, dtype, bits => low + (high - low) * Unit(bits));

    /// <summary>Numbers from the standard normal distribution, by the inverse of its distribution function. In Float32 they are those of Float64, rounded.</summary>
    /// <inheritdoc cref="Uniform"/>
    public Tensor Normal(Shape shape, int? tasks = null, DType dtype = DType.Float32) => Draw(shape, tasks, dtype, bits => NormalQuantile.At(Inside(bits)));

    /// <summary>Numbers from the standard normal distribution restricted to -2 .. 2.</summary>
    /// <inheritdoc cref="Uniform"/>
    public Tensor TruncatedNormal(Shape shape, int? tasks = null, DType dtype = DType.Float32) =>
        Draw(shape, tasks, dtype, bits => NormalQuantile.At(BelowMinusTwo + (1 - 2 * BelowMinusTwo) * Inside(bits)));

    /// <summary>Whole numbers, each equally likely (to 2^-32).</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <returns>Int32 [tasks; shape]</returns>
    public Tensor Integers(int low, int high, Shape shape, int? tasks = null)
    {
        if (high <= low) throw new ArgumentException($"Integers: there is none from {low} to below {high}. Expected low < high.");
        uint range = (uint)(high - (long)low);
        return Draw<int>(shape, tasks, bits => (int)(low + (long)Math.BigMul(bits, range, out _)));
    }

    /// <summary>1 with a probability, else 0.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <param name="dtype">The dtype of the ones and zeros.</param>
    /// <returns>[tasks; shape]</returns>
    public Tensor Bernoulli(double probability, Shape shape, int? tasks = null, DType dtype = DType.Float32)
    {
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "Bernoulli: expected a probability, 0 to 1.");
        return dtype == DType.Int32
            ? Draw<int>(shape, tasks, bits => Unit(bits) < probability ? 1 : 0)
            : Draw(shape, tasks, dtype, bits => Unit(bits) < probability ? 1 : 0);
    }

    /// <summary>The numbers 0 to count - 1 in a random order, every order equally likely (to 2^-32 a step).</summary>
    /// <param name="count">How many.</param>
    /// <param name="tasks">The number of tasks, each with an order of its own; null: shared by all.</param>
    /// <returns>Int32 [tasks; count]</returns>
    public Tensor Permutation(int count, int? tasks = null)
    {
        if (tasks is not int n) return Tensor.Of(Shuffled(count), [count]);
        int[] all = new int[n * count];
        for (int t = 0; t < n; t++) Fold(t).Shuffled(count).CopyTo(all, t * count);
        return Tensor.Of(all, [count], n);
    }

    // The probability that a standard normal number is below -2.
    private const double BelowMinusTwo = 0.022750131948179207200;

    /// <summary>53 bits as a number in [0, 1).</summary>
    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>52 bits as a number inside (0, 1), symmetric around 1/2.</summary>
    private static double Inside(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));

    // Fisher and Yates: the last place gets any number, the one before any of the rest, ...
    private int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (count < 2) return order;
        ulong[] bits = new ulong[count];
        Threefry.Fill(low, high, bits);
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)Math.BigMul(bits[i], (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private Tensor Draw(Shape shape, int? tasks, DType dtype, Func<ulong, double> number) => dtype switch
    {
        DType.Float32 => Draw(shape, tasks, bits => (float)number(bits)),
        DType.Float64 => Draw(shape, tasks, number),
        _ => throw new DTypeException("random real numbers of Int32 were asked for. Expected Float32 or Float64; Integers and Permutation draw whole numbers."),
    };

    /// <summary>One number from 64 bits for every entry.</summary>
    private Tensor Draw<T>(Shape shape, int? tasks, Func<ulong, T> number)
        where T : unmanaged, INumber<T>
    {
        var x = Tensor.Allocate<T>(shape, tasks);
        var target = x.Target<T>();
        ulong[] bits = new ulong[shape.Size];
        for (int t = 0; t < (tasks ?? 1); t++)
        {
            var key = tasks is null ? this : Fold(t);
            Threefry.Fill(key.low, key.high, bits);
            for (int i = 0; i < bits.Length; i++) target[t * bits.Length + i] = number(bits[i]);
        }

        return x;
    }
}
