namespace Metamorph.Tensors.Kernels;

/// <summary>A walk through strided memory in row-major order, worked out once and walked any number of times, by any number of threads.</summary>
internal sealed class Walk
{
    private readonly int offset;
    private readonly int[] sizes = [];
    private readonly int[] strides = [];

    /// <param name="offset">Where entry 0 lies.</param>
    /// <param name="sizes">Sizes, outermost axis first.</param>
    /// <param name="strides">Strides, or null where the values lie row after row without gaps.</param>
    internal Walk(int offset, ReadOnlySpan<int> sizes, int[]? strides)
    {
        this.offset = offset;
        IsDense = strides is null;
        var (merged, steps) = IsDense ? ([], []) : Strides.Merge(sizes, strides);
        IsDense |= merged is [_] && steps[0] == 1;
        IsConstant = !IsDense && (merged.Length == 0 || (merged.Length == 1 && steps[0] == 0));
        (Run, Stride) = merged.Length > 0 ? (merged[^1], steps[^1]) : (1, 0);
        IsTransposed = merged.Length > 1 && steps[^2] == 1;
        IsPeriodic = merged.Length == 2 && steps[0] == 0 && steps[1] == 1;
        if (!IsDense && !IsConstant) (this.sizes, this.strides) = (merged[..^1], steps[..^1]);
    }

    /// <summary>Whether the values follow one another.</summary>
    internal bool IsDense { get; }

    /// <summary>Whether there is one value only.</summary>
    internal bool IsConstant { get; }

    /// <summary>Whether the same <see cref="Run"/> values, which follow one another, come again and again.</summary>
    internal bool IsPeriodic { get; }

    /// <summary>Whether neighbouring runs are neighbours in memory.</summary>
    internal bool IsTransposed { get; }

    /// <summary>Values on the innermost axis.</summary>
    internal int Run { get; }

    /// <summary>How far it is from one of them to the next.</summary>
    internal int Stride { get; }

    /// <summary>Where the first value lies.</summary>
    internal int Offset => offset;

    /// <summary>Axes around the innermost one.</summary>
    internal int OuterRank => sizes.Length;

    /// <summary>A walk over the axes around the innermost one, from the beginning.</summary>
    /// <param name="index">Scratch, <see cref="OuterRank"/> long.</param>
    internal Odometer Outer(int[] index)
    {
        Array.Clear(index);
        return new(sizes, strides, offset, index);
    }

    /// <summary>A walk over the axes around the innermost one, from run <paramref name="run"/> on.</summary>
    /// <param name="index">Scratch, <see cref="OuterRank"/> long.</param>
    /// <param name="run">How many runs are passed over.</param>
    /// <param name="moved">How far the beginning is moved.</param>
    internal Odometer Outer(int[] index, int run, int moved) => Odometer.From(sizes, strides, offset + moved, index, run);

    /// <summary>Reads memory along this walk.</summary>
    internal StridedReader<T> Reader<T>(ReadOnlySpan<T> memory)
        where T : unmanaged => new(memory, this, OuterRank == 0 ? [] : new int[OuterRank]);
}
