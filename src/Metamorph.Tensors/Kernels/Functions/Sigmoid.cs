using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The logistic function 1 / (1 + e^-x), with e^x's relative precision far below 0.</summary>
internal readonly struct Sigmoid : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // With z = e^-|x|, which never overflows: 1 / (1 + z) above 0, z / (1 + z) below.
        TLanes lowest = typeof(T) == typeof(float) ? -104.0 : -746.0;
        var z = Exponential<TLanes, T>.Of(TLanes.Clamp(-TLanes.Abs(x), lowest, TLanes.Zero));
        var over = TLanes.Select(TLanes.LessThan(x, TLanes.Zero), z, 1.0);
        // over / (sum + lost) by the reciprocal, mended by its remainder: three roundings would be more than two last bits.
        var sum = 1.0 + z;
        var lost = z - (sum - 1.0);
        var w = 1.0 / sum;
        var y = over * w;
        return TLanes.FusedMultiplyAdd(TLanes.FusedMultiplyAdd(-y, lost, TLanes.FusedMultiplyAdd(-y, sum, over)), w, y);
    }
}
