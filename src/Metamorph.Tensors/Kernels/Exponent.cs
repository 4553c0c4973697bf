using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>Exponents of lanes, read and written through their bits.</summary>
internal static class Exponent<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The bits of a number below its exponent.</summary>
    public static int MantissaBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 23 : 52;
    }

    /// <summary>1.5 2^<see cref="MantissaBits"/>: the lowest bits of an integer plus this are the integer, in two's complement.</summary>
    public static TLanes IntegerBias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0;
    }

    /// <summary>2^n for integers n that are exponents of normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PowerOfTwo(TLanes n) => TLanes.IntegerAdd(1.0, TLanes.IntegerShiftLeft(n + IntegerBias, MantissaBits));

    /// <summary>x 2^n, rounded once: in two factors, because 2^n alone can overflow, of which the first product is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scale(TLanes x, TLanes n)
    {
        var half = TLanes.Round(n * 0.5);
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }
}
