using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>1 / sqrt(x).</summary>
internal readonly struct Rsqrt : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        1.0 / TLanes.Sqrt(x);
}
