using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>What every function built on e^x shares: x = n ln 2 + r, and e^r near 0.</summary>
/// <remarks>
/// ln 2 is subtracted in two parts (Cody and Waite 1980). With a fused product the first part's subtraction is exact: x and
/// n ln 2 are multiples of the same small power of two, and their difference is small.
/// </remarks>
internal static class Exponential<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // ln 2 less its nearest T.
    private static TLanes Ln2Low
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? -1.9046542e-09 : 2.3190468138462996e-17;
    }

    /// <summary>e^x to one last bit, for x up to twice the exponents of T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x)
    {
        var n = Multiple(x);
        var r = TLanes.FusedMultiplyAdd(n, -Ln2Low, Subtract(x, n));
        return TLanes.Scale(TLanes.FusedMultiplyAdd(r * r, Tail(r), r) + 1.0, n);
    }

    /// <summary>e^(x + low) = 2^n (high + low), to a fraction of a last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes N, TLanes High, TLanes Low) Parts(TLanes x, TLanes low)
    {
        var (n, r, rest) = Reduce(x, low);
        var high = r + 1.0;
        return (n, high, TLanes.FusedMultiplyAdd(r * r, Tail(r), rest) + (r - (high - 1.0)));
    }

    /// <summary>x + low = n ln 2 + r, where r is at most ln 2 / 2 in size and comes with what its own rounding lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes N, TLanes R, TLanes Low) Reduce(TLanes x, TLanes low)
    {
        var n = Multiple(x);
        var high = Subtract(x, n);
        low = TLanes.FusedMultiplyAdd(n, -Ln2Low, low);
        var r = high + low;
        return (n, r, high - r + low);
    }

    /// <summary>(e^r - 1 - r) / r^2 for r up to ln 2 / 2 in size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tail(TLanes r)
    {
        var r2 = r * r;
        var r4 = r2 * r2;
        // Minimax: e^r within 2^-28.0 and 2^-63.8 of itself.
        if (typeof(T) == typeof(float))
        {
            return TLanes.FusedMultiplyAdd(r4, 0.0013863728,
                Polynomial<TLanes, T>.Of(r, r2, 0.5, 0.16666533, 0.04166724, 0.008367607));
        }

        var p = Polynomial<TLanes, T>.Of(r, 2.7557475067329765e-07, 2.5111507729352872e-08, 2.085177328216341e-09);
        return Polynomial<TLanes, T>.Of(r, r2, r4, r4 * r4,
            0.5, 0.16666666666666682, 0.04166666666666651, 0.008333333333317842,
            0.0013888888888988465, 0.00019841269894512373, 2.4801587098092278e-05, 2.7557236555989443e-06, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Multiple(TLanes x) => TLanes.Round(x * 1.4426950408889634);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Subtract(TLanes x, TLanes n) => TLanes.FusedMultiplyAdd(n, -0.6931471805599453, x);
}
