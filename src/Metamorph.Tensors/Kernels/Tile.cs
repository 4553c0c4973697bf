using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The one kernel of all products: a few rows of the result, some registers wide, stay in registers while the sum runs.
/// y[r, :] = sum over taps t and q &lt; K of a[row[r] + tap[t] + q step] b[right[t] + q down, :]. Rows and taps are given by where they begin,
/// so that in a convolution strides and the ends of images cost nothing.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">What one lane holds.</typeparam>
/// <typeparam name="TRows">Rows of the tile, 1 to 6.</typeparam>
/// <typeparam name="TVectors">Registers of a row, 1 to 4. All sums, one row of b and one number of a have to fit into the registers.</typeparam>
/// <typeparam name="TRun">1 if there is one number at each tap, 2 if there are several.</typeparam>
internal static unsafe class Tile<TLanes, T, TRows, TVectors, TRun>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRows : struct, ICount
    where TVectors : struct, ICount
    where TRun : struct, ICount
{
    /// <summary>Every entry is a chain of fused multiply-adds in ascending order of t, then q: its bits do not depend on the tile.</summary>
    /// <param name="panel">The factors and the columns.</param>
    /// <param name="tiles">How many tiles, one below another.</param>
    /// <param name="row">Where each row of a begins.</param>
    /// <param name="to">Where each row of y begins.</param>
    // Compiled at once and in full: the sums in registers, and no call in the loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Run(in Panel<T> panel, int tiles, int* row, int* to)
    {
        T* y = panel.Y;
        nint last = panel.Columns - TLanes.Count, step = panel.Step, down = panel.Down;
        for (; tiles > 0; tiles--, row += TRows.Value, to += TRows.Value)
        {
            TileRow<TLanes, T, TVectors> y0 = default, y1 = default, y2 = default, y3 = default, y4 = default, y5 = default;
            if (panel.Add)
            {
                y0.Load(y + to[0], last);
                if (TRows.Value > 1) y1.Load(y + to[1], last);
                if (TRows.Value > 2) y2.Load(y + to[2], last);
                if (TRows.Value > 3) y3.Load(y + to[3], last);
                if (TRows.Value > 4) y4.Load(y + to[4], last);
                if (TRows.Value > 5) y5.Load(y + to[5], last);
            }

            T* a0 = panel.A + row[0];
            T* a1 = TRows.Value > 1 ? panel.A + row[1] : a0;
            T* a2 = TRows.Value > 2 ? panel.A + row[2] : a0;
            T* a3 = TRows.Value > 3 ? panel.A + row[3] : a0;
            T* a4 = TRows.Value > 4 ? panel.A + row[4] : a0;
            T* a5 = TRows.Value > 5 ? panel.A + row[5] : a0;
            int* tap = panel.Tap, right = panel.Right;
            T* start = panel.B;
            nint taps = panel.Taps;
            for (nint t = 0; t < taps; t++)
            {
                nint at = tap[t];
                T* from = start + right[t];
                int q = TRun.Value == 1 ? 1 : panel.K;
                do
                {
                    TileRow<TLanes, T, TVectors> b = default;
                    b.Load(from, last);
                    y0.Add(a0[at], b);
                    if (TRows.Value > 1) y1.Add(a1[at], b);
                    if (TRows.Value > 2) y2.Add(a2[at], b);
                    if (TRows.Value > 3) y3.Add(a3[at], b);
                    if (TRows.Value > 4) y4.Add(a4[at], b);
                    if (TRows.Value > 5) y5.Add(a5[at], b);
                    if (TRun.Value > 1)
                    {
                        at += step;
                        from += down;
                    }
                }
                while (TRun.Value > 1 && --q > 0);
            }

            y0.Store(y + to[0], last);
            if (TRows.Value > 1) y1.Store(y + to[1], last);
            if (TRows.Value > 2) y2.Store(y + to[2], last);
            if (TRows.Value > 3) y3.Store(y + to[3], last);
            if (TRows.Value > 4) y4.Store(y + to[4], last);
            if (TRows.Value > 5) y5.Store(y + to[5], last);
        }
    }
}
