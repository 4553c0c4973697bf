using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>e^x - 1, precise near 0.</summary>
internal readonly struct ExpM1 : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Below the lower bound e^x is less than half a last bit of 1.
        x = typeof(T) == typeof(float) ? TLanes.Clamp(x, -18.0, 89.0) : TLanes.Clamp(x, -38.0, 710.0);
        var (n, r, low) = Exponential<TLanes, T>.Reduce(x, TLanes.Zero);
        var rest = TLanes.FusedMultiplyAdd(r * r, Exponential<TLanes, T>.Tail(r), low);
        // e^x - 1 = 2^n (1 - 2^-n + (e^r - 1)), where 2^-n no longer counts from 60 on.
        var one = 1.0 - Exponent<TLanes, T>.PowerOfTwo(TLanes.Clamp(-n, -60.0, 60.0));
        // Of x's sign, which the sum of -0 and +0 has lost.
        return Sign<TLanes, T>.Copy(TLanes.Scale(one + r + rest, n), x);
    }
}
