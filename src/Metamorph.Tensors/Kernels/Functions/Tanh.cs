using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = TLanes.Abs(x);
        var square = x * x;
        var small = TLanes.FusedMultiplyAdd(size * square, Tail<TLanes, T>(square), size);
        // tanh x = 1 - 2 / (e^2x + 1): what is subtracted is at most half, and its errors count half. Beyond the bound it is 1.
        var e = Exponential<TLanes, T>.Of(TLanes.Clamp(size + size, TLanes.Zero, 40.0));
        var large = 1.0 - 2.0 / (e + 1.0);
        return Sign<TLanes, T>.Copy(TLanes.Select(TLanes.LessThan(size, 0.625), small, large), x);
    }

    /// <summary>(tanh x / x - 1) / x^2, given x^2 up to 0.625^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Tail<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x2 = x * x;
        var x4 = x2 * x2;
        // Minimax: tanh x within 2^-27.7 and 2^-56.4 of itself.
        if (typeof(T) == typeof(float))
        {
            return TLanes.FusedMultiplyAdd(x4, -0.00569234,
                Polynomial<TLanes, T>.Of(x, x2, -0.3333328, 0.13331406, -0.05373652, 0.020628193));
        }

        var p = Polynomial<TLanes, T>.Of(x, -0.00022856296883940134, 7.714305627867125e-05, -1.6071969384691512e-05);
        return Polynomial<TLanes, T>.Of(x, x2, x4, x4 * x4,
            -0.33333333333332854, 0.13333333333261985, -0.05396825393123099, 0.021869487575429544,
            -0.008863220995404108, 0.0035919891237134564, -0.00145495865084064, 0.0005863158696680342, p);
    }
}
