using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>Polynomials in blocks of four and eight coefficients: Estrin's scheme within a block, Horner's from block to block.</summary>
/// <remarks>The products of a block do not wait for one another, and all blocks share the powers of x.</remarks>
internal static class Polynomial<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>a + b x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x, double a, double b) => TLanes.FusedMultiplyAdd(b, x, a);

    /// <summary>a + b x + c x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x, double a, double b, double c) =>
        TLanes.FusedMultiplyAdd(TLanes.FusedMultiplyAdd(c, x, b), x, a);

    /// <summary>a + b x + c x^2 + d x^3, given x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x, TLanes x2, double a, double b, double c, double d) =>
        TLanes.FusedMultiplyAdd(TLanes.FusedMultiplyAdd(d, x, c), x2, TLanes.FusedMultiplyAdd(b, x, a));

    /// <summary>a + b x + c x^2 + d x^3 + rest x^4, given x^2 and x^4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x, TLanes x2, TLanes x4, double a, double b, double c, double d, TLanes rest) =>
        TLanes.FusedMultiplyAdd(rest, x4, Of(x, x2, a, b, c, d));

    /// <summary>a + b x + ... + h x^7 + rest x^8, given x^2, x^4 and x^8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(
        TLanes x, TLanes x2, TLanes x4, TLanes x8,
        double a, double b, double c, double d, double e, double f, double g, double h, TLanes rest) =>
        TLanes.FusedMultiplyAdd(rest, x8, Of(x, x2, x4, a, b, c, d, Of(x, x2, e, f, g, h)));
}
