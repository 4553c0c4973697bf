using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>ln (1 + e^x), with e^x's relative precision far below 0.</summary>
internal readonly struct Softplus : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // max(x, 0) + ln (1 + z) with z = e^-|x|, which never overflows.
        TLanes lowest = typeof(T) == typeof(float) ? -104.0 : -746.0;
        var (n, high, low) = Exponential<TLanes, T>.Parts(TLanes.Clamp(-TLanes.Abs(x), lowest, TLanes.Zero), TLanes.Zero);
        var sum = high + low;
        var z = TLanes.Scale(sum, n);
        low = TLanes.Scale(high - sum + low, n);
        // The three small terms first: one rounding less of the size of the result.
        var positive = TLanes.Select(TLanes.LessThan(x, TLanes.Zero), TLanes.Zero, x);
        return z + TLanes.FusedMultiplyAdd(z * z, Tail<TLanes, T>(z), low + positive);
    }

    /// <summary>(ln (1 + z) - z) / z^2 for z from 0 to 1: without the exponents that a logarithm of any number needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Tail<TLanes, T>(TLanes z)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var z2 = z * z;
        var z4 = z2 * z2;
        // Minimax: ln (1 + z) within 2^-29.7 and 2^-56.2 of itself. The last step alone is Horner's: it loses less.
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = Polynomial<TLanes, T>.Of(z, z2, 0.12679192, -0.085911155, 0.044290934, -0.014678307);
            p = TLanes.FusedMultiplyAdd(z4, 0.002275544, p);
            p = Polynomial<TLanes, T>.Of(z, z2, z4, 0.33333093, -0.24993312, 0.19926327, -0.16228284, p);
            return TLanes.FusedMultiplyAdd(p, z, -0.5);
        }

        var z8 = z4 * z4;
        p = Polynomial<TLanes, T>.Of(z, 0.0016580360020097924, -0.00030493520055141504, 2.662043660356714e-05);
        p = Polynomial<TLanes, T>.Of(z, z2, z4, z8,
            0.09019844720610724, -0.08097831827732749, 0.07067818890065737, -0.057992292374109716,
            0.04287976532732916, -0.027271350824512323, 0.014200479357663559, -0.005724162034712464, p);
        p = Polynomial<TLanes, T>.Of(z, z2, z4, z8,
            0.33333333333300774, -0.24999999996737585, 0.19999999867669463, -0.16666663680496094,
            0.14285671248531398, -0.12499571495021986, 0.11108010394123144, -0.09983109467290312, p);
        return TLanes.FusedMultiplyAdd(p, z, -0.5);
    }
}
