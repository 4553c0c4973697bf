using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The product of a matrix whose rows are gathered by pointer with one that lies row after row: all three maps of a convolution.
/// <c>c[to[r] + j] = sum over tap, then i &lt; run, of a[from[r] + offsets[tap] + i] * b[right[tap] + i * step + j]</c>, by the tiles of
/// any product: the bits do not depend on the width of the registers.
/// </summary>
internal static unsafe class IndirectProduct
{
    /// <param name="rows">Rows of the left factor and of the result.</param>
    /// <param name="from">Where each row of the left factor begins.</param>
    /// <param name="to">Where each row of the result begins.</param>
    /// <param name="taps">Runs of a row.</param>
    /// <param name="offsets">Where each run begins, from the beginning of the row.</param>
    /// <param name="right">Where the rows of the right factor that meet each run begin.</param>
    /// <param name="run">Numbers of a run.</param>
    /// <param name="a">Memory of the left factor.</param>
    /// <param name="b">Memory of the right factor.</param>
    /// <param name="step">From one row of the right factor to the next of the same run.</param>
    /// <param name="columns">Columns of the right factor and of the result.</param>
    /// <param name="c">Memory of the result.</param>
    /// <param name="add">Whether the sums go on from what is there.</param>
    internal static void Run<T>(int rows, int* from, int* to, int taps, int* offsets, int* right, int run, T* a, T* b, int step, int columns, T* c, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && columns >= Vector512<T>.Count) Run<Lanes512<T>, T>(rows, from, to, taps, offsets, right, run, a, b, step, columns, c, add);
        else if (Vector256.IsHardwareAccelerated && columns >= Vector256<T>.Count) Run<Lanes256<T>, T>(rows, from, to, taps, offsets, right, run, a, b, step, columns, c, add);
        else Run<Lanes128<T>, T>(rows, from, to, taps, offsets, right, run, a, b, step, columns, c, add);
    }

    /// <summary>The same in registers of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TLanes, T>(int rows, int* from, int* to, int taps, int* offsets, int* right, int run, T* a, T* b, int step, int columns, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (columns < TLanes.Count)
        {
            Narrow<TLanes, T>(rows, from, to, taps, offsets, right, run, a, b, step, columns, c, add);
            return;
        }

        Panel<T> panel = new() { Taps = taps, Tap = offsets, Right = right, K = run, Step = 1, A = a, Down = step, Add = add };
        for (int j = 0; j < columns; j += panel.Columns)
        {
            panel.Columns = Tiles<TLanes, T>.Columns(columns - j);
            panel.B = b + j;
            panel.Y = c + j;
            Tiles<TLanes, T>.Run(panel, rows, from, to);
        }
    }

    /// <summary>Fewer columns than a register has lanes: some of zeros are added, and the result is copied.</summary>
    private static void Narrow<TLanes, T>(int rows, int* from, int* to, int taps, int* offsets, int* right, int run, T* a, T* b, int step, int columns, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = TLanes.Count, terms = taps * run;
        T[] scratch = ArrayPool<T>.Shared.Rent((terms + rows) * width);
        int[] places = ArrayPool<int>.Shared.Rent(rows + taps);
        scratch.AsSpan(0, (terms + rows) * width).Clear();
        fixed (T* padded = scratch)
        fixed (int* place = places)
        {
            T* result = padded + terms * width;
            int* packed = place + rows;
            for (int t = 0; t < taps; t++)
            {
                packed[t] = t * run * width;
                Transposition.Copy(run, columns, b + right[t], step, 1, padded + packed[t], width);
            }

            for (int r = 0; r < rows; r++)
            {
                place[r] = r * width;
                if (add) new ReadOnlySpan<T>(c + to[r], columns).CopyTo(new(result + place[r], columns));
            }

            Run<TLanes, T>(rows, from, place, taps, offsets, packed, run, a, padded, width, width, result, add);
            for (int r = 0; r < rows; r++) new ReadOnlySpan<T>(result + place[r], columns).CopyTo(new(c + to[r], columns));
        }

        ArrayPool<T>.Shared.Return(scratch);
        ArrayPool<int>.Shared.Return(places);
    }
}
