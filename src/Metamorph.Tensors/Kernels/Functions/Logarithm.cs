using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>What every function built on ln x shares: x = 2^e (1 + f), and ln (1 + f) near 1.</summary>
internal static class Logarithm<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>e and f with x = 2^e (1 + f), 1 + f from sqrt(1/2) to sqrt(2), for normal x above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes E, TLanes F) Reduce(TLanes x)
    {
        TLanes bias = Exponent<TLanes, T>.IntegerBias;
        // The bits of sqrt(1/2) away, the exponent's field steps at sqrt(2) 2^e; the subtraction of 1 is exact.
        var e = TLanes.IntegerShiftRight(TLanes.IntegerSubtract(x, 0.7071067811865476), Exponent<TLanes, T>.MantissaBits);
        var f = TLanes.IntegerSubtract(x, TLanes.IntegerShiftLeft(e, Exponent<TLanes, T>.MantissaBits)) - 1.0;
        return (TLanes.IntegerAdd(bias, e) - bias, f);
    }

    /// <summary>e ln 2 + ln (1 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes e, TLanes f)
    {
        // s = e ln 2 + f leaves over what its rounding lost: e ln 2 is the larger of the two, or e is 0.
        TLanes ln2 = 0.6931471805599453;
        var s = TLanes.FusedMultiplyAdd(e, ln2, f);
        var rest = TLanes.FusedMultiplyAdd(e, ln2, -s) + f;
        rest = TLanes.FusedMultiplyAdd(e, typeof(T) == typeof(float) ? -1.9046542e-09 : 2.3190468138462996e-17, rest);
        return s + TLanes.FusedMultiplyAdd(f * f, Tail(f), rest);
    }

    /// <summary>(ln (1 + f) - f) / f^2 for 1 + f from sqrt(1/2) to sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Tail(TLanes f)
    {
        var f2 = f * f;
        var f4 = f2 * f2;
        // Minimax: ln (1 + f) within 2^-27.4 and 2^-59.3 of itself.
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = Polynomial<TLanes, T>.Of(f, f2, -0.16623412, 0.14201549, -0.13159546, 0.12762377);
            p = TLanes.FusedMultiplyAdd(f4, -0.07636778, p);
            return Polynomial<TLanes, T>.Of(f, f2, f4, -0.5, 0.3333333, -0.2500082, 0.20001243, p);
        }

        var f8 = f4 * f4;
        p = Polynomial<TLanes, T>.Of(f, f2, -0.053267689625328615, 0.05415596231367455, -0.06274816660469704, 0.05697475687331832);
        p = TLanes.FusedMultiplyAdd(f4, -0.024282548504060763, p);
        p = Polynomial<TLanes, T>.Of(f, f2, f4, f8,
            -0.10000000372000308, 0.09090933474401473, -0.08333345985233113, 0.0769171525759178,
            -0.07141997542046785, 0.06675137151772412, -0.06269815016362731, 0.05817869526827523, p);
        return Polynomial<TLanes, T>.Of(f, f2, f4, f8,
            -0.5, 0.33333333333333454, -0.24999999999998948, 0.19999999999946014,
            -0.16666666666909677, 0.14285714293839555, -0.124999999823386, 0.11111110516662662, p);
    }
}
