using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The natural logarithm.</summary>
internal readonly struct Log : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLanes smallest = typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308;
        if (!TLanes.All(TLanes.LessThanOrEqual(smallest, x) & TLanes.LessThan(x, double.PositiveInfinity)))
            return Exceptional<TLanes, T>(x);
        var (e, f) = Logarithm<TLanes, T>.Reduce(x);
        return Logarithm<TLanes, T>.Of(e, f);
    }

    /// <summary>The same where lanes may be subnormal, infinite, NaN, zero or below: out of the loop, which has none as a rule.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLanes Exceptional<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 2^54 is more than any subnormal lacks.
        TLanes smallest = typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308;
        var subnormal = TLanes.LessThan(x, smallest);
        var (e, f) = Logarithm<TLanes, T>.Reduce(TLanes.Select(subnormal, x * 18014398509481984.0, x));
        var y = Logarithm<TLanes, T>.Of(TLanes.Select(subnormal, e - 54.0, e), f);
        y = TLanes.Select(TLanes.LessThan(x, double.PositiveInfinity), y, x);
        var pole = TLanes.Select(TLanes.Equals(x, TLanes.Zero), double.NegativeInfinity, double.NaN);
        return TLanes.Select(TLanes.LessThan(TLanes.Zero, x), y, pole);
    }
}
