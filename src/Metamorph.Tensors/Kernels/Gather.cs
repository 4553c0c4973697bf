using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Metamorph.Tensors.Kernels;

/// <summary>Takes and adds by index.</summary>
internal static class Gather
{
    /// <summary>Where the first index lies that is not one of 0 .. count - 1, or -1.</summary>
    internal static int FirstOutside(ReadOnlySpan<int> index, int count)
    {
        for (int i = 0; i < index.Length; i++)
            if ((uint)index[i] >= (uint)count) return i;
        return -1;
    }

    /// <summary>result row i = table row index[i].</summary>
    internal static void Rows<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> index, int width, Span<T> result)
        where T : unmanaged
    {
        for (int i = 0; i < index.Length; i++) table.Slice(index[i] * width, width).CopyTo(result[(i * width)..]);
    }

    /// <summary>table row index[i] += rows row i, in ascending order of i.</summary>
    internal static void AddRows<T>(ReadOnlySpan<T> rows, ReadOnlySpan<int> index, int width, Span<T> table)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < index.Length; i++)
        {
            var row = table.Slice(index[i] * width, width);
            TensorPrimitives.Add(row, rows.Slice(i * width, width), row);
        }
    }

    /// <summary>For x [outer, from, inner] and index [outer, to, inner]: result[o, i, j] = x[o, index[o, i, j], j].</summary>
    internal static void Along<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> index, int from, int to, int inner, Span<T> result)
        where T : unmanaged
    {
        for (int start = 0; start < index.Length; start += inner)
        {
            var rows = index.Slice(start, inner);
            var into = result.Slice(start, inner);
            var table = x.Slice(start / (to * inner) * from * inner, from * inner);
            Row(table, rows, inner, into);
        }
    }

    /// <summary>into[j] = table[rows[j] * inner + j].</summary>
    private static unsafe void Row<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> rows, int inner, Span<T> into)
        where T : unmanaged
    {
        int j = 0;
        if (Avx2.IsSupported && sizeof(T) == sizeof(int) && rows.Length >= Vector256<int>.Count)
        {
            var (width, last, place) = (Vector256.Create(inner), Vector256.Create(table.Length / inner), Vector256<int>.Indices);
            fixed (T* from = table, to = into)
            fixed (int* row = rows)
                for (; j <= rows.Length - Vector256<int>.Count; j += Vector256<int>.Count, place += Vector256.Create(Vector256<int>.Count))
                {
                    // As unsigned numbers, so that those below 0 are too large.
                    var at = Vector256.Load(row + j);
                    if (!Vector256.LessThanAll(at.AsUInt32(), last.AsUInt32())) break;
                    Avx2.GatherVector256((int*)from, at * width + place, sizeof(int)).Store((int*)to + j);
                }
        }

        for (; j < rows.Length; j++) into[j] = table[rows[j] * inner + j];
    }

    /// <summary>For x [outer, to, inner], index alike and result [outer, from, inner]: result[o, index[o, i, j], j] += x[o, i, j].</summary>
    internal static void AddAlong<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> index, int from, int to, int inner, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        for (int start = 0; start < index.Length; start += inner)
        {
            var rows = index.Slice(start, inner);
            var values = x.Slice(start, inner);
            var table = result.Slice(start / (to * inner) * from * inner, from * inner);
            for (int j = 0; j < rows.Length; j++) table[rows[j] * inner + j] += values[j];
        }
    }
}
