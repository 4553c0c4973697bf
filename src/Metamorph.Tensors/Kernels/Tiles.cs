using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Metamorph.Tensors.Kernels;

/// <summary>Cuts columns into panels and the rows of a panel into tiles: for registers of one width, by sizes alone.</summary>
internal static unsafe class Tiles<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // There are 32 registers of 512 bits, and of 128 on Arm; of the narrower ones of x86 only 16 everywhere.
    private static int Registers => TLanes.Count == Vector512<T>.Count || AdvSimd.Arm64.IsSupported ? 32 : 16;

    /// <summary>Registers of columns in a full panel.</summary>
    internal static int Widest => Registers == 32 ? 4 : 3;

    /// <summary>Columns of the next panel.</summary>
    /// <param name="columns">How many are left.</param>
    /// <returns>At least a register of them if there are as many, and where it can be none that leaves less than two for the last panel.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Columns(int columns)
    {
        int vectors = (columns + TLanes.Count - 1) / TLanes.Count;
        return Math.Min(columns, TLanes.Count * (vectors == Widest + 1 ? Widest - 1 : Math.Min(vectors, Widest)));
    }

    /// <summary>Runs a panel: y[r, :] for n rows.</summary>
    /// <param name="panel">The factors and the columns.</param>
    /// <param name="n">How many rows.</param>
    /// <param name="row">Where each row of a begins.</param>
    /// <param name="to">Where each row of y begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(in Panel<T> panel, int n, int* row, int* to)
    {
        int vectors = (panel.Columns + TLanes.Count - 1) / TLanes.Count;

        // Sums of a tile: at most 24 of 32 registers, 12 of 16. Full tiles run at once, the last two share their rows.
        int most = vectors == 3 && Registers == 16 ? 4 : 6;
        while (n > 0)
        {
            int rows = n <= most ? n : n < 2 * most ? (n + 1) / 2 : most, tiles = n < 2 * most ? 1 : n % most == 0 ? n / most : n / most - 1;
            switch (vectors)
            {
                case 1: Run<One>(rows, panel, tiles, row, to); break;
                case 2: Run<Two>(rows, panel, tiles, row, to); break;
                case 3: Run<Three>(rows, panel, tiles, row, to); break;
                default: Run<Four>(rows, panel, tiles, row, to); break;
            }

            n -= tiles * rows;
            row += tiles * rows;
            to += tiles * rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TVectors>(int rows, in Panel<T> panel, int tiles, int* row, int* to)
        where TVectors : struct, ICount
    {
        if (panel.K == 1) Run<TVectors, One>(rows, panel, tiles, row, to);
        else Run<TVectors, Two>(rows, panel, tiles, row, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TVectors, TRun>(int rows, in Panel<T> panel, int tiles, int* row, int* to)
        where TVectors : struct, ICount
        where TRun : struct, ICount
    {
        switch (rows)
        {
            case 1: Tile<TLanes, T, One, TVectors, TRun>.Run(panel, tiles, row, to); break;
            case 2: Tile<TLanes, T, Two, TVectors, TRun>.Run(panel, tiles, row, to); break;
            case 3: Tile<TLanes, T, Three, TVectors, TRun>.Run(panel, tiles, row, to); break;
            case 4: Tile<TLanes, T, Four, TVectors, TRun>.Run(panel, tiles, row, to); break;
            case 5: Tile<TLanes, T, Five, TVectors, TRun>.Run(panel, tiles, row, to); break;
            default: Tile<TLanes, T, Six, TVectors, TRun>.Run(panel, tiles, row, to); break;
        }
    }
}
