using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>The product of two matrices, c[i, j] = sum over p of a[i, p] b[p, j], each sum in ascending order of p.</summary>
internal static class Product
{
    /// <summary>A matrix in memory: entry (i, j) lies at Offset + i * Row + j * Column.</summary>
    internal readonly record struct Matrix(int Offset, int Row, int Column);

    /// <param name="n">Rows of a and c.</param>
    /// <param name="k">Columns of a, rows of b.</param>
    /// <param name="m">Columns of b and c.</param>
    /// <param name="a">Memory of the left factor.</param>
    /// <param name="left">Where the left factor lies in it.</param>
    /// <param name="b">Memory of the right factor.</param>
    /// <param name="right">Where the right factor lies in it.</param>
    /// <param name="c">Dense result, n rows of m.</param>
    internal static void Run<T>(int n, int k, int m, ReadOnlySpan<T> a, Matrix left, ReadOnlySpan<T> b, Matrix right, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (n == 0 || m == 0) return;
        if (k == 0)
        {
            c.Clear();
            return;
        }

        if (m > 1 && right.Column != 1)
        {
            T[] packed = ArrayPool<T>.Shared.Rent(k * m);
            for (int p = 0; p < k; p++)
                for (int j = 0; j < m; j++) packed[p * m + j] = b[right.Offset + p * right.Row + j * right.Column];
            Rows(n, k, m, a, left, packed, new(0, m, 1), c);
            ArrayPool<T>.Shared.Return(packed);
        }
        else
        {
            Rows(n, k, m, a, left, b, right, c);
        }
    }

    /// <summary>Four rows and two vectors of columns at a time stay in registers; the last columns go one by one with the same rounding.</summary>
    private static void Rows<T>(int n, int k, int m, ReadOnlySpan<T> a, Matrix left, ReadOnlySpan<T> b, Matrix right, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _ = a[left.Offset + (n - 1) * left.Row + (k - 1) * left.Column];
        _ = b[right.Offset + (k - 1) * right.Row + (m - 1) * right.Column];
        _ = c[n * m - 1];
        ref T a0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), left.Offset);
        ref T b0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(b), right.Offset);
        ref T c0 = ref MemoryMarshal.GetReference(c);
        int width = Vector<T>.Count;
        for (int i = 0; i < n; i += 4)
        {
            int rows = Math.Min(4, n - i), j = 0;
            ref T ai = ref Unsafe.Add(ref a0, i * left.Row);
            ref T ci = ref Unsafe.Add(ref c0, i * m);
            for (; j <= m - 2 * width; j += 2 * width) Tile2(rows, k, ref ai, left, ref Unsafe.Add(ref b0, j), right.Row, ref Unsafe.Add(ref ci, j), m);
            for (; j <= m - width; j += width) Tile1(rows, k, ref ai, left, ref Unsafe.Add(ref b0, j), right.Row, ref Unsafe.Add(ref ci, j), m);
            for (; j < m; j++) Column(rows, k, ref ai, left, ref Unsafe.Add(ref b0, j), right.Row, ref Unsafe.Add(ref ci, j), m);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Add<T>(T x, Vector<T> y, Vector<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? (Vector<T>)(object)Vector.FusedMultiplyAdd(new Vector<float>((float)(object)x), (Vector<float>)(object)y, (Vector<float>)(object)sum)
            : (Vector<T>)(object)Vector.FusedMultiplyAdd(new Vector<double>((double)(object)x), (Vector<double>)(object)y, (Vector<double>)(object)sum);

    private static void Tile2<T>(int rows, int k, ref T a, Matrix left, ref T b, int step, ref T c, int m)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count, r1 = rows > 1 ? left.Row : 0, r2 = rows > 2 ? 2 * left.Row : 0, r3 = rows > 3 ? 3 * left.Row : 0;
        var (c00, c01, c10, c11) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        var (c20, c21, c30, c31) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        for (int p = 0; p < k; p++)
        {
            ref T x = ref Unsafe.Add(ref a, p * left.Column);
            var y0 = Vector.LoadUnsafe(ref b, (nuint)(p * step));
            var y1 = Vector.LoadUnsafe(ref b, (nuint)(p * step + width));
            (c00, c01) = (Add(x, y0, c00), Add(x, y1, c01));
            T x1 = Unsafe.Add(ref x, r1), x2 = Unsafe.Add(ref x, r2), x3 = Unsafe.Add(ref x, r3);
            (c10, c11) = (Add(x1, y0, c10), Add(x1, y1, c11));
            (c20, c21) = (Add(x2, y0, c20), Add(x2, y1, c21));
            (c30, c31) = (Add(x3, y0, c30), Add(x3, y1, c31));
        }

        Store(c00, c01, ref c, 0);
        if (rows > 1) Store(c10, c11, ref c, m);
        if (rows > 2) Store(c20, c21, ref c, 2 * m);
        if (rows > 3) Store(c30, c31, ref c, 3 * m);
    }

    private static void Store<T>(Vector<T> first, Vector<T> second, ref T c, int at)
        where T : unmanaged
    {
        first.StoreUnsafe(ref c, (nuint)at);
        second.StoreUnsafe(ref c, (nuint)(at + Vector<T>.Count));
    }

    private static void Tile1<T>(int rows, int k, ref T a, Matrix left, ref T b, int step, ref T c, int m)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            var sum = Vector<T>.Zero;
            ref T x = ref Unsafe.Add(ref a, i * left.Row);
            for (int p = 0; p < k; p++) sum = Add(Unsafe.Add(ref x, p * left.Column), Vector.LoadUnsafe(ref b, (nuint)(p * step)), sum);
            sum.StoreUnsafe(ref c, (nuint)(i * m));
        }
    }

    private static void Column<T>(int rows, int k, ref T a, Matrix left, ref T b, int step, ref T c, int m)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int r1 = rows > 1 ? left.Row : 0, r2 = rows > 2 ? 2 * left.Row : 0, r3 = rows > 3 ? 3 * left.Row : 0;
        var (s0, s1, s2, s3) = (T.Zero, T.Zero, T.Zero, T.Zero);
        for (int p = 0; p < k; p++)
        {
            ref T x = ref Unsafe.Add(ref a, p * left.Column);
            T y = Unsafe.Add(ref b, p * step);
            s0 = T.FusedMultiplyAdd(x, y, s0);
            s1 = T.FusedMultiplyAdd(Unsafe.Add(ref x, r1), y, s1);
            s2 = T.FusedMultiplyAdd(Unsafe.Add(ref x, r2), y, s2);
            s3 = T.FusedMultiplyAdd(Unsafe.Add(ref x, r3), y, s3);
        }

        c = s0;
        if (rows > 1) Unsafe.Add(ref c, m) = s1;
        if (rows > 2) Unsafe.Add(ref c, 2 * m) = s2;
        if (rows > 3) Unsafe.Add(ref c, 3 * m) = s3;
    }
}
