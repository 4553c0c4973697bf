using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Metamorph.Tensors.Kernels;

/// <summary>Copies a strided matrix to rows without gaps in them: a transposed one block by block through registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>to[i * pitch + j] = from[i * row + j * column].</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="from">Entry (0, 0).</param>
    /// <param name="row">From one row to the next.</param>
    /// <param name="column">From one column to the next.</param>
    /// <param name="to">Other memory.</param>
    /// <param name="pitch">From one row of the copy to the next, at least the number of columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy<T>(int rows, int columns, T* from, nint row, nint column, T* to, nint pitch)
        where T : unmanaged
    {
        if (column == 1 && columns > Side<T>())
        {
            for (int i = 0; i < rows; i++) new ReadOnlySpan<T>(from + i * row, columns).CopyTo(new(to + i * pitch, columns));
        }
        else if (row == 1 && rows >= Side<T>() && columns >= Side<T>())
        {
            Blocks(rows, columns, from, column, to, pitch);
        }
        else
        {
            for (int i = 0; i < rows; i++, from += row, to += pitch)
                for (int j = 0; j < columns; j++) to[j] = from[j * column];
        }
    }

    private static int Side<T>()
        where T : unmanaged => sizeof(T) == 8 ? 4 : 8;

    /// <summary>Squares of 256 bits a side; the last ones end with the last row and column and may overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<T>(int rows, int columns, T* from, nint column, T* to, nint pitch)
        where T : unmanaged
    {
        // Two squares side by side, so that a cache line of the copy is written at once.
        int side = Side<T>();
        for (int j = 0; j < columns; j += 2 * side)
        {
            int left = Math.Min(j, columns - side), right = Math.Min(j + side, columns - side);
            for (int i = 0; i < rows; i += side)
            {
                int top = Math.Min(i, rows - side);
                Square(from + top + left * column, column, to + top * pitch + left, pitch);
                if (right > left) Square(from + top + right * column, column, to + top * pitch + right, pitch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square<T>(T* from, nint column, T* to, nint pitch)
        where T : unmanaged
    {
        if (sizeof(T) == 4 && Avx.IsSupported) Eight((float*)from, column, (float*)to, pitch);
        else if (sizeof(T) == 8 && Avx.IsSupported) Four((double*)from, column, (double*)to, pitch);
        else Any(from, column, to, pitch);
    }

    private static void Any<T>(T* from, nint column, T* to, nint pitch)
        where T : unmanaged
    {
        for (int i = 0; i < Side<T>(); i++)
            for (int j = 0; j < Side<T>(); j++) to[i * pitch + j] = from[i + j * column];
    }

    /// <summary>Eight columns of eight: pairs interleaved, then fours, then halves of registers exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, nint column, float* to, nint pitch)
    {
        float* middle = from + 4 * column;
        Half(from, column, middle, to, pitch);
        Half(from + 4, column, middle + 4, to + 4 * pitch, pitch);
    }

    /// <summary>Four rows of eight: numbers 0 to 3 of columns 0 to 3 in the low halves, of columns 4 to 7 in the high ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(float* low, nint column, float* high, float* to, nint pitch)
    {
        var c0 = Vector256.Create(Vector128.Load(low), Vector128.Load(high));
        var c1 = Vector256.Create(Vector128.Load(low + column), Vector128.Load(high + column));
        var c2 = Vector256.Create(Vector128.Load(low + 2 * column), Vector128.Load(high + 2 * column));
        var c3 = Vector256.Create(Vector128.Load(low + 3 * column), Vector128.Load(high + 3 * column));
        var (p0, p1) = (Avx.UnpackLow(c0, c1).AsDouble(), Avx.UnpackHigh(c0, c1).AsDouble());
        var (p2, p3) = (Avx.UnpackLow(c2, c3).AsDouble(), Avx.UnpackHigh(c2, c3).AsDouble());
        Avx.UnpackLow(p0, p2).AsSingle().Store(to);
        Avx.UnpackHigh(p0, p2).AsSingle().Store(to + pitch);
        Avx.UnpackLow(p1, p3).AsSingle().Store(to + 2 * pitch);
        Avx.UnpackHigh(p1, p3).AsSingle().Store(to + 3 * pitch);
    }

    /// <summary>Four columns of four doubles, in the same way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(double* from, nint column, double* to, nint pitch)
    {
        for (int i = 0; i < 4; i += 2)
        {
            var c0 = Vector256.Create(Vector128.Load(from + i), Vector128.Load(from + i + 2 * column));
            var c1 = Vector256.Create(Vector128.Load(from + i + column), Vector128.Load(from + i + 3 * column));
            Avx.UnpackLow(c0, c1).Store(to + i * pitch);
            Avx.UnpackHigh(c0, c1).Store(to + (i + 1) * pitch);
        }
    }
}
