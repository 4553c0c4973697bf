using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>Reduces strided memory over any of its axes.</summary>
internal static class Reduction
{
    /// <summary>Rows added one by one before their total joins the others: the rounding error grows with n / Chunk + Chunk, not with n.</summary>
    private const int Chunk = 64;

    /// <param name="memory">What the offset and strides refer to.</param>
    /// <param name="offset">Where entry 0 lies.</param>
    /// <param name="sizes">Sizes, outermost axis first.</param>
    /// <param name="strides">Strides of the same axes.</param>
    /// <param name="reduced">For every axis, whether it is reduced.</param>
    /// <param name="result">Dense, of the sizes of the axes that are kept.</param>
    internal static void Run<TReducer, T>(ReadOnlySpan<T> memory, int offset, int[] sizes, int[] strides, bool[] reduced, Span<T> result)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        int[] keptAxes = [.. Enumerable.Range(0, sizes.Length).Where(i => !reduced[i])];
        int[] reducedAxes = [.. Enumerable.Range(0, sizes.Length).Where(i => reduced[i])];
        var (keptSizes, keptStrides) = Strides.Merge(Pick(sizes, keptAxes), Pick(strides, keptAxes));
        var (reducedSizes, reducedStrides) = Strides.Merge(Pick(sizes, reducedAxes), Pick(strides, reducedAxes));
        int count = Product(reducedSizes);
        if (result.Length == 0) return;
        if (count == 0)
        {
            result.Fill(TReducer.Empty<T>());
            return;
        }

        if (reducedSizes.Length > 0 && keptSizes.Length > 0 && keptStrides[^1] == 1 && reducedStrides[^1] != 1)
            Columns<TReducer, T>(memory, offset, keptSizes, keptStrides, reducedSizes, reducedStrides, result);
        else
            Rows<TReducer, T>(memory, offset, keptSizes, keptStrides, reducedSizes, reducedStrides, count, result);
    }

    /// <summary>Every kept entry is a run of <paramref name="count"/> numbers of its own.</summary>
    private static void Rows<TReducer, T>(
        ReadOnlySpan<T> memory, int offset, int[] keptSizes, int[] keptStrides, int[] reducedSizes, int[] reducedStrides, int count, Span<T> result)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        bool contiguous = reducedSizes.Length == 0 || (reducedSizes.Length == 1 && reducedStrides[0] == 1);
        Span<T> block = contiguous ? [] : new T[count];
        var kept = new Odometer(keptSizes, keptStrides, offset);
        for (int i = 0; i < result.Length; i++, kept.Next())
        {
            ReadOnlySpan<T> run = contiguous
                ? memory.Slice(kept.Position, count)
                : new StridedReader<T>(memory, kept.Position, reducedSizes, reducedStrides).Next(count, block);
            result[i] = TReducer.Run(run);
        }
    }

    /// <summary>The innermost kept axis is contiguous: whole rows of it are combined with one another.</summary>
    private static void Columns<TReducer, T>(
        ReadOnlySpan<T> memory, int offset, int[] keptSizes, int[] keptStrides, int[] reducedSizes, int[] reducedStrides, Span<T> result)
        where TReducer : IReducer
        where T : unmanaged, INumber<T>
    {
        int width = keptSizes[^1], count = Product(reducedSizes);
        Span<T> partial = new T[width];
        var kept = new Odometer(keptSizes[..^1], keptStrides[..^1], offset);
        for (int i = 0; i < result.Length; i += width, kept.Next())
        {
            var total = result.Slice(i, width);
            var row = new Odometer(reducedSizes, reducedStrides, kept.Position);
            for (int start = 0; start < count; start += Chunk)
            {
                var into = start == 0 ? total : partial;
                memory.Slice(row.Position, width).CopyTo(into);
                row.Next();
                for (int j = Math.Min(Chunk, count - start) - 1; j > 0; j--, row.Next()) TReducer.Combine(memory.Slice(row.Position, width), into);
                if (start > 0) TReducer.Combine<T>(partial, total);
            }
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
