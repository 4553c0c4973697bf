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

    // While a step is recorded: the key's own place in it.
    private readonly Tensor? recorded;

    /// <summary>A key from a seed.</summary>
    /// <param name="seed">Any number.</param>
    public Key(ulong seed) => low = seed;

    private Key(ulong low, ulong high) => (this.low, this.high) = (low, high);

    private Key(Tensor recorded) => this.recorded = recorded;

    /// <summary>The key as four integers, [4]: so a recorded step takes another key each time.</summary>
    internal Tensor ToTensor() => recorded ?? Tensor.Of([(int)low, (int)(low >> 32), (int)high, (int)(high >> 32)], [4]);

    /// <summary>The key of four integers.</summary>
    internal static Key Of(ReadOnlySpan<int> bits) => new((uint)bits[0] | (ulong)(uint)bits[1] << 32, (uint)bits[2] | (ulong)(uint)bits[3] << 32);

    /// <summary>The key whose four integers a tensor holds, or will hold.</summary>
    internal static Key Of(Tensor bits) => bits.Recorded is null ? Of(bits.Values<int>()) : new(bits);

    /// <summary>Its bits, from number 0 on.</summary>
    internal void Fill(Span<ulong> bits) => Threefry.Fill(low, high, bits);

    /// <summary>The key's four integers, written.</summary>
    internal void Write(Span<int> bits)
    {
        (bits[0], bits[1]) = ((int)low, (int)(low >> 32));
        (bits[2], bits[3]) = ((int)high, (int)(high >> 32));
    }

    /// <summary>A key of its own for each number.</summary>
    /// <param name="index">Which one.</param>
    /// <returns>The key.</returns>
    public Key Fold(int index)
    {
        if (recorded is not null) return new(new FoldPrimitive(index).Apply(recorded));

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
        Draw(new Uniformly(low, high), shape, tasks, Real(dtype));

    /// <summary>Numbers from the standard normal distribution, by the inverse of its distribution function. In Float32 they are those of Float64, rounded.</summary>
    /// <inheritdoc cref="Uniform"/>
    public Tensor Normal(Shape shape, int? tasks = null, DType dtype = DType.Float32) => Draw(new Normally(), shape, tasks, Real(dtype));

    /// <summary>Numbers from the standard normal distribution restricted to -2 .. 2.</summary>
    /// <inheritdoc cref="Uniform"/>
    public Tensor TruncatedNormal(Shape shape, int? tasks = null, DType dtype = DType.Float32) =>
        Draw(new NormallyWithinTwo(), shape, tasks, Real(dtype));

    /// <summary>Whole numbers, each equally likely (to 2^-32).</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="shape">What one task sees.</param>
    /// <param name="tasks">The number of tasks; null: shared by all.</param>
    /// <returns>Int32 [tasks; shape]</returns>
    public Tensor Integers(int low, int high, Shape shape, int? tasks = null)
    {
        if (high <= low) throw new ArgumentException($"Integers: there is none from {low} to below {high}. Expected low < high.");
        return Draw(new Equally(low, high), shape, tasks, DType.Int32);
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
        return Draw(new Yes(probability), shape, tasks, dtype);
    }

    /// <summary>The numbers 0 to count - 1 in a random order, every order equally likely (to 2^-32 a step).</summary>
    /// <param name="count">How many.</param>
    /// <param name="tasks">The number of tasks, each with an order of its own; null: shared by all.</param>
    /// <returns>Int32 [tasks; count]</returns>
    public Tensor Permutation(int count, int? tasks = null) => Draw(new Shuffle(), [count], tasks, DType.Int32);

    private static DType Real(DType dtype) => dtype != DType.Int32
        ? dtype
        : throw new DTypeException("random real numbers of Int32 were asked for. Expected Float32 or Float64; Integers and Permutation draw whole numbers.");

    private Tensor Draw(Distribution distribution, Shape shape, int? tasks, DType dtype)
    {
        var key = ToTensor();
        return new RandomPrimitive(distribution, shape, dtype).Apply(tasks is int n ? new FoldTasksPrimitive(n).Apply(key) : key);
    }
}
