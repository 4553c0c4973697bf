using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>Signs of lanes, read and written through their bits.</summary>
internal static class Sign<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sign bit of x, alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes x) => x & -0.0;

    /// <summary>The size of x with the sign of another number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Copy(TLanes x, TLanes sign) => TLanes.Select(-0.0, sign, x);
}
