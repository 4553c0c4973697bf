using System.Buffers;
using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A reduction of strided memory over any of its axes, worked out once and run any number of times, one run at a time.</summary>
internal sealed class Reduction
{
    /// <summary>Rows added one by one before their total joins the others: the rounding error grows with n / Chunk + Chunk, not with n.</summary>
    internal const int Chunk = 64;

    private readonly int offset;
    private readonly int[] keptSizes;
    private readonly int[] keptStrides;
    private readonly int[] reducedSizes;
    private readonly int[] reducedStrides;
    private readonly Walk run;
    private readonly int[] outerSizes;
    private readonly int[] outerStrides;

    // The positions of walks: one run at a time.
    private readonly int[] keptIndex;
    private readonly int[] outerIndex;
    private readonly int[] reducedIndex;
    private readonly int[] runIndex;

    /// <param name="offset">Where entry 0 lies.</param>
    /// <param name="sizes">Sizes, outermost axis first.</param>
    /// <param name="strides">Strides of the same axes.</param>
    /// <param name="reduced">For every axis, whether it is reduced.</param>
    internal Reduction(int offset, int[] sizes, int[] strides, bool[] reduced)
    {
        int[] keptAxes = [.. Enumerable.Range(0, sizes.Length).Where(i => !reduced[i])];
        int[] reducedAxes = [.. Enumerable.Range(0, sizes.Length).Where(i => reduced[i])];
        this.offset = offset;
        (keptSizes, keptStrides) = Strides.Merge(Pick(sizes, keptAxes), Pick(strides, keptAxes));
        (reducedSizes, reducedStrides) = Strides.Merge(Pick(sizes, reducedAxes), Pick(strides, reducedAxes));
        Count = Product(reducedSizes);
        // Tasks, the outermost axis, are no column: a task's sum has the same bits beside others and alone.
        IsColumns = reducedSizes.Length > 0 && Array.Exists(keptAxes, i => i > 0 && sizes[i] > 1) && keptStrides[^1] == 1 && reducedStrides[^1] != 1;
        run = new(0, reducedSizes, reducedStrides);
        (outerSizes, outerStrides) = keptSizes.Length == 0 ? ([], []) : (keptSizes[..^1], keptStrides[..^1]);
        (keptIndex, outerIndex, reducedIndex, runIndex) = (new int[keptSizes.Length], new int[outerSizes.Length], new int[reducedSizes.Length], new int[run.OuterRank]);
    }

    /// <summary>How many numbers become one.</summary>
    internal int Count { get; }

    /// <summary>Whether whole rows of the innermost axis that is kept are combined with one another.</summary>
    internal bool IsColumns { get; }

    /// <summary>The width of the rows if the memory is nothing but rows that follow one another and become one, else 0.</summary>
    internal int Width => IsColumns && keptSizes.Length == 1 && reducedSizes.Length == 1 && reducedStrides[0] == keptSizes[0] ? keptSizes[0] : 0;

    /// <summary>Where the first number lies.</summary>
    internal int Offset => offset;

    /// <param name="memory">What the offset and strides refer to.</param>
    /// <param name="result">Dense, of the sizes of the axes that are kept.</param>
    internal void Run<TReducer, T>(ReadOnlySpan<T> memory, Span<T> result)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        if (result.Length == 0) return;
        if (Count == 0) result.Fill(TReducer.Empty<T>());
        else if (IsColumns) Columns<TReducer, T>(memory, result, 0, outerIndex, reducedIndex);
        else Rows<TReducer, T>(memory, result, 0, keptIndex, runIndex);
    }

    /// <summary>A part of the result, maybe while other threads compute others. It reads more than nothing.</summary>
    /// <param name="memory">What the offset and strides refer to.</param>
    /// <param name="result">All of it.</param>
    /// <param name="first">The first number of the part.</param>
    /// <param name="next">Behind the last.</param>
    internal void Run<TReducer, T>(ReadOnlySpan<T> memory, Span<T> result, int first, int next)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        if (IsColumns) Columns<TReducer, T>(memory, result[first..next], first, new int[outerIndex.Length], new int[reducedIndex.Length]);
        else Rows<TReducer, T>(memory, result[first..next], first, new int[keptIndex.Length], new int[runIndex.Length]);
    }

    /// <summary>Every kept entry, from one on, is a run of numbers of its own.</summary>
    private void Rows<TReducer, T>(ReadOnlySpan<T> memory, Span<T> result, int first, int[] keptIndex, int[] runIndex)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        bool contiguous = reducedSizes.Length == 0 || (reducedSizes.Length == 1 && reducedStrides[0] == 1);
        if (contiguous && keptSizes.Length <= 1)
        {
            int step = keptSizes.Length == 0 ? 0 : keptStrides[0];
            for (int i = 0, at = offset + first * step; i < result.Length; i++, at += step) result[i] = TReducer.Run(memory.Slice(at, Count));
            return;
        }

        T[] block = contiguous ? [] : ArrayPool<T>.Shared.Rent(Count);
        var kept = Odometer.From(keptSizes, keptStrides, offset, keptIndex, first);
        for (int i = 0; i < result.Length; i++, kept.Next())
            result[i] = TReducer.Run(contiguous ? memory.Slice(kept.Position, Count) : Read(memory, kept.Position, block.AsSpan(0, Count), runIndex));
        if (!contiguous) ArrayPool<T>.Shared.Return(block);
    }

    /// <summary>The numbers that become one, from a position on.</summary>
    private ReadOnlySpan<T> Read<T>(ReadOnlySpan<T> memory, int position, Span<T> block, int[] index)
        where T : unmanaged
    {
        if (run.IsConstant)
        {
            block.Fill(memory[position]);
            return block;
        }

        return new StridedReader<T>(memory, run, index, position).Next(block.Length, block);
    }

    /// <summary>The innermost kept axis is contiguous: rows of it, whole or in part, are combined with one another.</summary>
    private void Columns<TReducer, T>(ReadOnlySpan<T> memory, Span<T> result, int first, int[] outerIndex, int[] reducedIndex)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        int width = keptSizes[^1];
        T[] scratch = ArrayPool<T>.Shared.Rent(width);
        var partial = scratch.AsSpan(0, width);
        if (keptSizes.Length == 1 && reducedSizes.Length == 1 && reducedStrides[0] > 0)
        {
            Columns<TReducer, T>(memory, offset + first, reducedStrides[0], partial[..result.Length], result);
        }
        else
        {
            var kept = Odometer.From(outerSizes, outerStrides, offset, outerIndex, first / width);
            int column = first % width;
            for (int i = 0, some; i < result.Length; i += some, column = 0, kept.Next())
            {
                some = Math.Min(width - column, result.Length - i);
                if (reducedSizes.Length == 1 && reducedStrides[0] > 0) Columns<TReducer, T>(memory, kept.Position + column, reducedStrides[0], partial[..some], result.Slice(i, some));
                else
                {
                    Array.Clear(reducedIndex);
                    Columns<TReducer, T>(memory, new Odometer(reducedSizes, reducedStrides, kept.Position + column, reducedIndex), partial[..some], result.Slice(i, some));
                }
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    /// <summary>Rows at a distance from one another.</summary>
    private void Columns<TReducer, T>(ReadOnlySpan<T> memory, int position, int stride, Span<T> partial, Span<T> total)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        for (int start = 0; start < Count; start += Chunk)
        {
            var into = start == 0 ? total : partial;
            int rows = Math.Min(Chunk, Count - start);
            memory.Slice(position, total.Length).CopyTo(into);
            if (rows > 1) TReducer.Combine(memory[(position + stride)..], stride, rows - 1, into);
            if (start > 0) TReducer.Combine(partial, 0, 1, total);
            position += rows * stride;
        }
    }

    /// <summary>Rows anywhere.</summary>
    private void Columns<TReducer, T>(ReadOnlySpan<T> memory, Odometer row, Span<T> partial, Span<T> total)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        for (int start = 0; start < Count; start += Chunk)
        {
            var into = start == 0 ? total : partial;
            memory.Slice(row.Position, total.Length).CopyTo(into);
            row.Next();
            for (int j = Math.Min(Chunk, Count - start) - 1; j > 0; j--, row.Next()) TReducer.Combine(memory[row.Position..], 0, 1, into);
            if (start > 0) TReducer.Combine(partial, 0, 1, total);
        }
    }

    private static int[] Pick(int[] values, int[] axes) => Array.ConvertAll(axes, i => values[i]);

    private static int Product(int[] sizes)
    {
        int product = 1;
        foreach (int n in sizes) product *= n;
        return product;
    }
}
