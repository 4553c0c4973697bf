using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The product of a matrix whose rows are gathered by pointer with one that lies row after row: all three maps of a convolution. See
/// <see cref="IndirectTile"/> for the sums and their order, which do not depend on the width of the lanes.
/// </summary>
internal static unsafe class IndirectProduct
{
    /// <summary>How many numbers may be read behind the last row of the right factor, if its columns do not fill registers.</summary>
    internal const int Slack = 16;

    /// <summary>Whether so many columns fill registers, so that nothing behind the right factor is read.</summary>
    internal static bool Fills<T>(int columns)
        where T : unmanaged => columns % Width<T>() == 0;

    /// <param name="rows">Rows of the left factor and of the result.</param>
    /// <param name="from">Where each row of the left factor begins.</param>
    /// <param name="to">Where each row of the result begins.</param>
    /// <param name="taps">Runs of a row.</param>
    /// <param name="offsets">Where each run begins, from the beginning of the row.</param>
    /// <param name="run">Numbers of a run.</param>
    /// <param name="a">Memory of the left factor.</param>
    /// <param name="b">The right factor: taps * run rows. If its columns do not fill registers, <see cref="Slack"/> numbers may be read behind it.</param>
    /// <param name="step">From one row of the right factor to the next.</param>
    /// <param name="columns">Columns of the right factor and of the result.</param>
    /// <param name="c">Memory of the result.</param>
    /// <param name="add">Add to what is there.</param>
    internal static void Run<T>(int rows, int* from, int* to, int taps, int* offsets, int run, T* a, T* b, int step, int columns, T* c, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512<T>, T>(rows, from, to, taps, offsets, run, a, b, step, columns, c, add);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256<T>, T>(rows, from, to, taps, offsets, run, a, b, step, columns, c, add);
        else Run<Lanes128<T>, T>(rows, from, to, taps, offsets, run, a, b, step, columns, c, add);
    }

    /// <summary>The same in lanes of a given width; the bits of the result do not depend on it.</summary>
    [SkipLocalsInit]
    internal static void Run<TLanes, T>(int rows, int* from, int* to, int taps, int* offsets, int run, T* a, T* b, int step, int columns, T* c, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = TLanes.Count, widest = sizeof(T) * lanes == 64 ? 4 : 2;
        T* scratch = stackalloc T[IndirectTile.Rows * widest * lanes];
        int* lastFrom = stackalloc int[IndirectTile.Rows];
        int* lastTo = stackalloc int[IndirectTile.Rows];
        for (int j = 0, registers; j < columns; j += registers * lanes)
        {
            registers = columns - j >= 4 * lanes && widest == 4 ? 4 : columns - j >= 2 * lanes ? 2 : 1;
            int filled = Math.Min(registers * lanes, columns - j), whole = filled == registers * lanes ? rows - rows % IndirectTile.Rows : 0;
            Tile<TLanes, T>(registers, whole, taps, offsets, run, a, from, b + j, step, c + j, to, add);

            // Tiles that are not full go through scratch; rows that are missing repeat the first.
            for (int r = whole; r < rows; r += IndirectTile.Rows)
            {
                int count = Math.Min(IndirectTile.Rows, rows - r);
                for (int i = 0; i < IndirectTile.Rows; i++) (lastFrom[i], lastTo[i]) = (from[i < count ? r + i : r], i * registers * lanes);
                Tile<TLanes, T>(registers, IndirectTile.Rows, taps, offsets, run, a, lastFrom, b + j, step, scratch, lastTo, false);
                for (int i = 0; i < count; i++)
                {
                    T* source = scratch + lastTo[i], target = c + to[r + i] + j;
                    for (int k = 0; k < filled; k++) target[k] = add ? target[k] + source[k] : source[k];
                }
            }
        }
    }

    private static void Tile<TLanes, T>(int registers, int rows, int taps, int* offsets, int run, T* a, int* from, T* b, int step, T* c, int* to, bool add)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (registers == 4) IndirectTile.Four<TLanes, T>(rows, taps, offsets, run, a, from, b, step, c, to, add);
        else if (registers == 2) IndirectTile.Two<TLanes, T>(rows, taps, offsets, run, a, from, b, step, c, to, add);
        else IndirectTile.One<TLanes, T>(rows, taps, offsets, run, a, from, b, step, c, to, add);
    }

    private static int Width<T>()
        where T : unmanaged => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256.IsHardwareAccelerated ? Vector256<T>.Count : Vector128<T>.Count;
}
