using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>What sine and cosine share: an angle as quarter turns and a rest, and the sine of both.</summary>
/// <remarks>
/// pi/2 is subtracted in three parts (Cody and Waite 1980), so that an angle near a whole number of quarter turns keeps all bits of
/// its rest. Huge angles go, lane by lane, through <see cref="PayneHanek"/>.
/// </remarks>
internal static class QuarterTurns<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From here on the turns, rounded, are too far from x 2 / pi, or three parts of pi/2 too few.</summary>
    private static double Far
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 65536.0 : 1099511627776.0;
    }

    /// <summary>sin (x + ahead pi/2) for x of at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sine(TLanes x, double ahead)
    {
        if (!TLanes.All(TLanes.LessThan(x, Far)))
            return SineFar(x, ahead);
        var (turns, r, low) = Reduce(x);
        return Sine(turns + ahead, r, low);
    }

    /// <summary>x = turns (pi/2) + r + low, the rest at most a little over pi/4; turns is the integer plus its bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Turns, TLanes R, TLanes Low) Reduce(TLanes x)
    {
        var single = typeof(T) == typeof(float);
        var bias = Exponent<TLanes, T>.IntegerBias;
        TLanes middle = single ? -4.371139e-08 : 6.123233995736766e-17;
        var turns = TLanes.FusedMultiplyAdd(x, 0.6366197723675814, bias);
        var n = turns - bias;
        // Exact: both are multiples of the same small power of two, and their difference is small.
        var high = TLanes.FusedMultiplyAdd(n, -1.5707963267948966, x);
        // The middle part's product in full, and what its subtraction loses.
        var product = n * middle;
        var lost = TLanes.FusedMultiplyAdd(n, middle, -product);
        var r = high - product;
        var low = high - r - product - lost;
        low = TLanes.FusedMultiplyAdd(n, single ? 1.7151245e-15 : 1.4973849048591698e-33, low);
        var sum = r + low;
        return (turns, sum, r - sum + low);
    }

    /// <summary>The sine of turns (pi/2) + r + low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sine(TLanes turns, TLanes r, TLanes low)
    {
        var z = r * r;
        var z2 = z * z;
        TLanes s, c;
        // Minimax: sin r within 2^-27.8 and 2^-57.8 of itself, cos r within 2^-32.9 and 2^-63.8.
        if (typeof(T) == typeof(float))
        {
            s = Polynomial<TLanes, T>.Of(z, -0.16666654, 0.008332106, -0.00019507892);
            c = Polynomial<TLanes, T>.Of(z, z2, -0.5, 0.041666646, -0.0013887305, 2.4431425e-05);
        }
        else
        {
            var z4 = z2 * z2;
            s = Polynomial<TLanes, T>.Of(z, -2.505072511846682e-08, 1.5894842964030748e-10);
            s = Polynomial<TLanes, T>.Of(z, z2, z4,
                -0.1666666666666663, 0.008333333333321745, -0.0001984126982923854, 2.755731348675766e-06, s);
            c = Polynomial<TLanes, T>.Of(z, -2.7557314015107297e-07, 2.087567808192571e-09, -1.1357336536768697e-11);
            c = Polynomial<TLanes, T>.Of(z, z2, z4,
                -0.5, 0.04166666666666659, -0.0013888888888872186, 2.4801587288295362e-05, c);
        }

        // sin (r + low) = sin r + low, cos (r + low) = cos r - r low, as low is so small.
        s = TLanes.FusedMultiplyAdd(r * z, s, low) + r;
        c = TLanes.FusedMultiplyAdd(z, c, -(r * low)) + 1.0;
        // The lowest bit of turns says which of the two, the next one the sign.
        var sign = Unsafe.SizeOf<T>() * 8 - 1;
        var odd = TLanes.IntegerShiftRight(TLanes.IntegerShiftLeft(turns, sign), sign);
        return TLanes.Select(odd, c, s) ^ Sign<TLanes, T>.Of(TLanes.IntegerShiftLeft(turns, sign - 1));
    }

    /// <summary>The same where an angle is huge, infinite or NaN: out of the loop, which has none as a rule.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLanes SineFar(TLanes x, double ahead)
    {
        var bias = Exponent<TLanes, T>.IntegerBias;
        var (turns, r, low) = Reduce(x);
        for (var i = 0; i < TLanes.Count; i++)
        {
            var angle = double.CreateTruncating(Lane(ref x, i));
            if (!(angle >= Far))
                continue;

            var (turn, high, rest) = angle < double.PositiveInfinity ? PayneHanek.Reduce(angle) : (0, double.NaN, 0.0);
            var rounded = T.CreateTruncating(high);
            Lane(ref turns, i) = Lane(ref bias, i) + T.CreateTruncating(turn);
            Lane(ref r, i) = rounded;
            Lane(ref low, i) = T.CreateTruncating(high - double.CreateTruncating(rounded) + rest);
        }
        return Sine(turns + ahead, r, low);
    }

    private static ref T Lane(ref TLanes lanes, int i) =>
        ref Unsafe.Add(ref Unsafe.As<TLanes, T>(ref lanes), i);
}
