using System.Numerics;
using System.Runtime.CompilerServices;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>The most arithmetic that one core does: fused multiply-adds in registers, in chains that do not wait for one another.</summary>
internal static class Peak
{
    private const int Chains = 12, Rounds = 10_000;

    /// <summary>GFLOP/s, a fused multiply-add being two operations.</summary>
    internal static double Measure<TLanes, T>(TimeSpan span)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        2.0 * TLanes.Count * Chains * Rounds / Timing.Of(() => Loop<TLanes, T>(T.CreateChecked(0.5)), span).Best / 1e9;

    // A unit starts two each cycle and each takes four: with the factors, 12 chains fit into the fewest registers that there are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Loop<TLanes, T>(T factor)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLanes x = TLanes.Create(factor), y = 0.25;
        TLanes s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x, s7 = x, s8 = x, s9 = x, s10 = x, s11 = x;
        for (int i = 0; i < Rounds; i++)
        {
            s0 = TLanes.FusedMultiplyAdd(x, y, s0);
            s1 = TLanes.FusedMultiplyAdd(x, y, s1);
            s2 = TLanes.FusedMultiplyAdd(x, y, s2);
            s3 = TLanes.FusedMultiplyAdd(x, y, s3);
            s4 = TLanes.FusedMultiplyAdd(x, y, s4);
            s5 = TLanes.FusedMultiplyAdd(x, y, s5);
            s6 = TLanes.FusedMultiplyAdd(x, y, s6);
            s7 = TLanes.FusedMultiplyAdd(x, y, s7);
            s8 = TLanes.FusedMultiplyAdd(x, y, s8);
            s9 = TLanes.FusedMultiplyAdd(x, y, s9);
            s10 = TLanes.FusedMultiplyAdd(x, y, s10);
            s11 = TLanes.FusedMultiplyAdd(x, y, s11);
        }

        // All are used, so that none is left out.
        Span<T> sums = stackalloc T[TLanes.Count];
        TLanes.Store(s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)) + (s8 + s9 + (s10 + s11)), ref sums[0]);
        return sums[0];
    }
}
