using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The error function.</summary>
internal readonly struct Erf : IFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = TLanes.Abs(x);
        var small = TLanes.FusedMultiplyAdd(size, Small<TLanes, T>(x * x), size);
        // Beyond the bound erf is 1.
        var q = Large<TLanes, T>(TLanes.Clamp(size, 1.0, typeof(T) == typeof(float) ? 3.95 : 6.0));
        var large = 1.0 - Exponential<TLanes, T>.Of(-q);
        return Sign<TLanes, T>.Copy(TLanes.Select(TLanes.LessThan(size, 1.0), small, large), x);
    }

    /// <summary>erf x / x - 1, given x^2 up to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Small<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x2 = x * x;
        var x4 = x2 * x2;
        // Minimax: erf x within 2^-29.4 and 2^-56.0 of itself.
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = Polynomial<TLanes, T>.Of(x, 0.005187162, -0.0007997853, 7.806904e-05);
            return Polynomial<TLanes, T>.Of(x, x2, x4, 0.12837917, -0.37612626, 0.11283579, -0.026853347, p);
        }

        p = Polynomial<TLanes, T>.Of(x, x2,
            1.644687118922601e-06, -1.6204470103989795e-07, 1.3703541381315604e-08, -7.766423260311838e-10);
        return Polynomial<TLanes, T>.Of(x, x2, x4, x4 * x4,
            0.12837916709551256, -0.3761263890318346, 0.11283791670942644, -0.02686617064292686,
            0.005223977604883013, -0.0008548325878668242, 0.0001205529224170367, -1.4924689212848015e-05, p);
    }

    /// <summary>-ln (1 - erf x) for x from 1 to 3.95 in float and to 6 in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Large<TLanes, T>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x2 = x * x;
        var x4 = x2 * x2;
        // Minimax: erf x within 2^-35.4 and 2^-59.5 of itself.
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = Polynomial<TLanes, T>.Of(x, x2, -0.025210256, 0.0042052483, -0.00044146396, 2.1696756e-05);
            return Polynomial<TLanes, T>.Of(x, x2, x4, -0.00018845627, 1.1295803, 0.6332165, 0.10842198, p);
        }

        var x8 = x4 * x4;
        p = Polynomial<TLanes, T>.Of(x, -1.0256142494416283e-09, 4.795589368934619e-11, -1.0495128573218002e-12);
        p = Polynomial<TLanes, T>.Of(x, x2, x4, x8,
            4.4831007205865704e-05, 7.036170839129847e-05, -4.503510252683189e-05, 1.651310732161369e-05,
            -4.326804598822347e-06, 8.505221778151234e-07, -1.2569635657010673e-07, 1.3625666549673159e-08, p);
        return Polynomial<TLanes, T>.Of(x, x2, x4, x8,
            1.7964013681953847e-07, 1.1283773290575074, 0.636628489918076, 0.10274724911560591,
            -0.019078148652395467, -0.00028049960341615827, 0.0017690136072517845, -0.0006411845380910816, p);
    }
}
