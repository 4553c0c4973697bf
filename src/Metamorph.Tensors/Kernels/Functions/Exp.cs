using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>e^x.</summary>
internal readonly struct Exp : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        // At these bounds, too, e^x is 0 or infinite in T.
        Exponential<TLanes, T>.Of(typeof(T) == typeof(float) ? TLanes.Clamp(x, -104.0, 89.0) : TLanes.Clamp(x, -746.0, 710.0));
}
