using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>ln (1 + x), precise near 0.</summary>
internal readonly struct Log1p : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!TLanes.All(TLanes.LessThan(-1.0, x) & TLanes.LessThan(x, Large)))
            return Exceptional<TLanes, T>(x);
        return Of<TLanes, T>(x);
    }

    // Above, 1 no longer counts beside x.
    private const double Large = 1e30;

    /// <summary>ln (1 + x) for x above -1 and not large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Of<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 1 + x = u + lost, whichever of the two is larger.
        var u = 1.0 + x;
        var lost = TLanes.Select(TLanes.LessThan(1.0, x), 1.0 - (u - x), x - (u - 1.0));
        var (e, f) = Logarithm<TLanes, T>.Reduce(u);
        // Where e is 0 this sum is exact: f is x.
        f = TLanes.FusedMultiplyAdd(lost, Exponent<TLanes, T>.PowerOfTwo(-e), f);
        // Of x's sign, which the sum of -0 and +0 has lost.
        return Sign<TLanes, T>.Copy(Logarithm<TLanes, T>.Of(e, f), x);
    }

    /// <summary>The same where lanes may be large, infinite, NaN, or not above -1: out of the loop, which has none as a rule.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLanes Exceptional<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inside = TLanes.LessThan(-1.0, x) & TLanes.LessThan(x, Large);
        var y = TLanes.Select(inside, Of<TLanes, T>(TLanes.Select(inside, x, TLanes.Zero)), Log.Invoke<TLanes, T>(x));
        y = TLanes.Select(TLanes.LessThan(-1.0, x), y, double.NaN);
        return TLanes.Select(TLanes.Equals(x, -1.0), double.NegativeInfinity, y);
    }
}
