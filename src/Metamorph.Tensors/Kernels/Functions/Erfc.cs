using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The complementary error function 1 - erf x, with its relative precision in the whole tail.</summary>
/// <remarks>
/// erfc x = e^(-x^2) h(t) / (x + k) with t = (x - k) / (x + k), which maps all x above 0 to -1 to 1, where h is smooth: the
/// form of Shepherd and Laframboise 1981, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x. Near 0 h changes fast with t and
/// near 27 e^(-x^2) with x, so every factor carries a low part. k is a number whose h(0) lies next to a T.
/// </remarks>
internal readonly struct Erfc : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        TLanes k = single ? 2.3125 : 2.25;
        // Beyond the bound erfc is 0.
        var size = TLanes.Clamp(TLanes.Abs(x), TLanes.Zero, single ? 10.1 : 27.3);

        // w = 1 / (x + k), and t = 1 - 2 k w mended by what its rounding and w's lost: 1 - t is s + sLow.
        var sum = size + k;
        var lost = size - (sum - k);
        var w = 1.0 / sum;
        var wLow = w * TLanes.FusedMultiplyAdd(-lost, w, TLanes.FusedMultiplyAdd(-sum, w, 1.0));
        TLanes minus2k = single ? -4.625 : -4.5;
        var t = TLanes.FusedMultiplyAdd(minus2k, w, 1.0);
        var s = 1.0 - t;
        var sLow = 1.0 - s - t;
        t += TLanes.FusedMultiplyAdd(minus2k, wLow, TLanes.FusedMultiplyAdd(minus2k, w, s) + sLow);

        // h(t) = c + t (b + t p(t)), either sum with what its rounding lost.
        TLanes c = single ? 1.0437663 : 1.0398926642867634;
        TLanes b = single ? -0.7661567 : -0.7519590175904071;
        var p = P<TLanes, T>(t);
        var inner = TLanes.FusedMultiplyAdd(t, p, b);
        var innerLow = TLanes.FusedMultiplyAdd(t, p, b - inner);
        var product = t * inner;
        var h = c + product;
        var hLow = product - (h - c) + TLanes.FusedMultiplyAdd(t, innerLow, TLanes.FusedMultiplyAdd(t, inner, -product));

        var square = size * size;
        var (n, e, eLow) = Exponential<TLanes, T>.Parts(-square, -TLanes.FusedMultiplyAdd(size, size, -square));
        var q = h * w;
        var qLow = TLanes.FusedMultiplyAdd(hLow, w, TLanes.FusedMultiplyAdd(h, wLow, TLanes.FusedMultiplyAdd(h, w, -q)));
        var y = e * q;
        y += TLanes.FusedMultiplyAdd(e, qLow, TLanes.FusedMultiplyAdd(eLow, q, TLanes.FusedMultiplyAdd(e, q, -y)));
        y = TLanes.Scale(y, n);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Zero), 2.0 - y, y);
    }

    /// <summary>(h(t) - c - b t) / t^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes P<TLanes, T>(TLanes t)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var t2 = t * t;
        var t4 = t2 * t2;
        // Minimax: h within 2^-28.7 and 2^-58.9 of itself.
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = Polynomial<TLanes, T>.Of(t, t2, -0.0019113399, -0.0015012167, 0.00023584854, 0.00023147748);
            p = TLanes.FusedMultiplyAdd(t4, 2.7095328e-05, p);
            return Polynomial<TLanes, T>.Of(t, t2, t4, 0.3930418, -0.11844139, 0.0032007303, 0.01172819, p);
        }

        var t8 = t4 * t4;
        p = Polynomial<TLanes, T>.Of(t, t2, t4,
            9.337273617118935e-08, 1.8930055052916342e-07, 5.3353389536722695e-08, -2.945580790045981e-08, Polynomial<TLanes, T>.Of(t, t2,
            -2.3088991704917673e-08, -9.196416795585469e-10, 3.398951260285122e-09, 8.721769045756334e-10));
        p = Polynomial<TLanes, T>.Of(t, t2, t4, t8,
            2.363004511038902e-05, -5.1129512022099176e-05, -1.618919060144386e-05, 6.714884724902871e-06,
            5.601316120358101e-06, 2.909795376844555e-07, -1.2419473334512822e-06, -5.562191232158972e-07, p);
        return Polynomial<TLanes, T>.Of(t, t2, t4, t8,
            0.3715174733330313, -0.10121040188061929, -0.0036109109350343466, 0.011658682802975837,
            -0.0007970915416311303, -0.0016356683740276405, 8.072937144139731e-05, 0.0002857168856347946, p);
    }
}
