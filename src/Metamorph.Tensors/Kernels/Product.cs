using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>Products of matrices, c[i, j] = sum over p of a[i, p] b[p, j], several of the same sizes in one call.</summary>
/// <remarks>
/// Every sum is a chain of fused multiply-adds in ascending order of p, from +0 on. So the bits of an entry depend on its row of a and
/// its column of b alone: not on the sizes, the strides, the width of registers, or on how rows and columns are shared out to threads.
/// </remarks>
internal static unsafe class Product
{
    /// <summary>Matrices in memory: entry (i, j) of matrix t lies at Offset + t * Next + i * Row + j * Column.</summary>
    internal readonly record struct Matrix(int Offset, int Row, int Column, int Next = 0)
    {
        /// <summary>The same numbers with rows as columns.</summary>
        internal Matrix Transposed => new(Offset, Column, Row, Next);
    }

    /// <summary>Multiplies in the widest registers that the hardware has and a row of the result fills.</summary>
    /// <param name="n">Rows of a and c.</param>
    /// <param name="k">Columns of a, rows of b.</param>
    /// <param name="m">Columns of b and c.</param>
    /// <param name="a">Memory of the left factors.</param>
    /// <param name="left">Where they lie in it.</param>
    /// <param name="b">Memory of the right factors.</param>
    /// <param name="right">Where they lie in it.</param>
    /// <param name="c">The results, each n rows of m, one after another; other memory than the factors.</param>
    /// <param name="count">How many products.</param>
    /// <param name="pitch">From one row of c to the next, at least m; 0: m. Of a single column the rows are dense.</param>
    // Compiled at once and in full, as all that a product runs through: small ones are over before a first, slow version would be replaced.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T>(int n, int k, int m, ReadOnlySpan<T> a, Matrix left, ReadOnlySpan<T> b, Matrix right, Span<T> c, int count = 1, int pitch = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (pitch == 0) pitch = m;
        int columns = m == 1 ? n : m;
        if (Vector512.IsHardwareAccelerated && columns >= Vector512<T>.Count)
            Run<Lanes512<T>, T>(n, k, m, a, left, b, right, c, count, pitch);
        else if (Vector256.IsHardwareAccelerated && columns >= Vector256<T>.Count)
            Run<Lanes256<T>, T>(n, k, m, a, left, b, right, c, count, pitch);
        else
            Run<Lanes128<T>, T>(n, k, m, a, left, b, right, c, count, pitch);
    }

    /// <summary>The same in registers of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TLanes, T>(int n, int k, int m, ReadOnlySpan<T> a, Matrix left, ReadOnlySpan<T> b, Matrix right, Span<T> c, int count, int pitch)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (m == 1 && n > 1)
        {
            // A column is a row of the transposed product: registers then lie along it.
            Run<TLanes, T>(1, k, n, b, right.Transposed, a, left.Transposed, c, count, n);
            return;
        }

        if (count == 0 || n == 0 || m == 0) return;
        c = c[..((count * n - 1) * pitch + m)];
        if (k == 0)
        {
            for (int i = 0; i < c.Length; i += pitch) c.Slice(i, m).Clear();
            return;
        }

        Check(a, left, n, k, count);
        Check(b, right, k, m, count);
        fixed (T* x = a, y = b, z = c)
        {
            if (m < TLanes.Count) Narrow<TLanes, T>(n, k, m, x + left.Offset, left, y + right.Offset, right, z, count, pitch);
            else Blocks<TLanes, T>.Run(n, k, m, x + left.Offset, left, y + right.Offset, right, z, count, pitch);
        }
    }

    /// <summary>Fewer columns than a register has lanes: some of zeros are added, and the result is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TLanes, T>(int n, int k, int m, T* a, Matrix left, T* b, Matrix right, T* c, int count, int pitch)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = TLanes.Count;
        T[] scratch = ArrayPool<T>.Shared.Rent((n + k) * width);
        scratch.AsSpan(0, k * width).Clear();
        fixed (T* padded = scratch)
        {
            T* result = padded + k * width;
            for (; count > 0; count--, a += left.Next, b += right.Next, c += n * pitch)
            {
                Transposition.Copy(k, m, b, right.Row, right.Column, padded, width);
                Blocks<TLanes, T>.Run(n, k, width, a, left, padded, new(0, width, 1), result, 1, width);
                Transposition.Copy(n, m, result, width, 1, c, pitch);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    /// <summary>Both ends of matrices of which no entry is missing, so that the loops need not check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check<T>(ReadOnlySpan<T> memory, Matrix matrix, int rows, int columns, int count)
    {
        int down = (rows - 1) * matrix.Row, across = (columns - 1) * matrix.Column, along = (count - 1) * matrix.Next;
        _ = memory[matrix.Offset + Math.Min(0, down) + Math.Min(0, across) + Math.Min(0, along)];
        _ = memory[matrix.Offset + Math.Max(0, down) + Math.Max(0, across) + Math.Max(0, along)];
    }
}
