using System.Numerics;

namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>The functions to about 90 bits, by other means than the kernels': series and continued fractions in two doubles.</summary>
internal static class Reference
{
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);
    private static readonly DoubleDouble SqrtPi = new(1.772453850905516, -7.666586499825799e-17);

    // Below, e^x - 1 and ln (1 + x) are x, and low parts would be subnormal.
    private const double Tiny = 1e-40;

    // pi/2 with 1,400 bits after the point.
    private const int PiBits = 1400;
    private static readonly BigInteger HalfPi = Machin();

    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (x.High is > 800 or < -800)
            return x.High > 0 ? double.PositiveInfinity : 0;
        var n = (int)Math.Round(x.High / Ln2.High);
        return (ExpM1Small(x - Ln2 * n) + 1).Scaled(n);
    }

    public static DoubleDouble ExpM1(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 0.4)
            return ExpM1Small(x);
        // Beyond 2^144 the 1 no longer counts, and the difference of infinities is none.
        return x.High > 100 ? Exp(x) : Exp(x) - 1;
    }

    public static DoubleDouble Log(double x)
    {
        if (x <= 0)
            return x < 0 ? double.NaN : double.NegativeInfinity;
        if (x is > 0.6 and < 1.5)
            return Log1p(x - 1);
        var e = Math.ILogB(x);
        return Ln2 * e + Log1p(new DoubleDouble(Math.ScaleB(x, -e)) - 1);
    }

    public static DoubleDouble Log1p(DoubleDouble x)
    {
        if (x.High <= -1)
            return x.High < -1 ? double.NaN : double.NegativeInfinity;
        if (Math.Abs(x.High) < Tiny)
            return x;
        if (x.High > 10)
        {
            var u = x + 1;
            var e = Math.ILogB(u.High);
            return Ln2 * e + Log1p(u.Scaled(-e) - 1);
        }

        // Halley's step on e^y - 1 = x: an error of 1e-16 becomes one of 1e-48.
        DoubleDouble y = Math.Abs(x.High) < 1e-5 ? x.High * (1 - x.High / 2) : Math.Log(1 + x.High);
        var m = ExpM1(y);
        return y + (x - m) * 2 / (x + m + 2);
    }

    public static DoubleDouble Tanh(double x)
    {
        if (Math.Abs(x) > 50)
            return Math.Sign(x);
        var m = ExpM1(new DoubleDouble(2 * x));
        return m / (m + 2);
    }

    public static DoubleDouble Sigmoid(double x)
    {
        var z = Exp(-Math.Abs(x));
        return (x < 0 ? z : 1) / (z + 1);
    }

    public static DoubleDouble Softplus(double x) => Log1p(Exp(-Math.Abs(x))) + Math.Max(x, 0);

    public static DoubleDouble Sin(double x) => Sine(x, 0);

    public static DoubleDouble Cos(double x) => Sine(x, 1);

    public static DoubleDouble Erf(double x)
    {
        if (Math.Abs(x) > 6.5)
            return Math.Sign(x);
        // 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / (3 5) + ...), no term of which cancels another.
        var square = new DoubleDouble(x) * x;
        DoubleDouble sum = x, term = x;
        for (var k = 3; Math.Abs(term.High) > Math.Abs(sum.High) * 1e-33; k += 2)
        {
            term = term * square * 2 / k;
            sum += term;
        }

        return sum * 2 * Exp(-square) / SqrtPi;
    }

    public static DoubleDouble Erfc(double x)
    {
        if (x < 2.5)
            return 1 - Erf(x);
        if (x > 40)
            return 0;
        // Laplace: e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...)))).
        DoubleDouble tail = x;
        for (var k = (int)(1200 / (x * x)) + 20; k > 0; k--)
            tail = k / 2.0 / tail + x;
        return Exp(-(new DoubleDouble(x) * x)) / (tail * SqrtPi);
    }

    public static DoubleDouble Rsqrt(double x)
    {
        if (x <= 0)
            return 1 / Math.Sqrt(x);
        var half = Math.ILogB(x) >> 1;
        x = Math.ScaleB(x, -2 * half);
        DoubleDouble y = 1 / Math.Sqrt(x);
        return (y + y * (1 - y * y * x) / 2).Scaled(-half);
    }

    public static DoubleDouble Reciprocal(double x)
    {
        if (x == 0)
            return 1 / x;
        var e = Math.ILogB(x);
        return (1 / new DoubleDouble(Math.ScaleB(x, -e))).Scaled(-e);
    }

    // Taylor at x / 64, then doubled: e^2x - 1 = m (m + 2), exact in relative terms near 0.
    private static DoubleDouble ExpM1Small(DoubleDouble x)
    {
        if (Math.Abs(x.High) < Tiny)
            return x;
        x = x.Scaled(-6);
        DoubleDouble m = 0;
        for (var k = 11; k > 0; k--)
            m = (m + 1) * x / k;
        for (var i = 0; i < 6; i++)
            m *= m + 2;
        return m;
    }

    private static DoubleDouble Sine(double x, int ahead)
    {
        var (turns, r) = QuarterTurns(x);
        var quarter = (turns + ahead) & 3;
        var sine = (quarter & 1) == 0;
        // Taylor: sin r = r (1 - r^2/6 (1 - r^2/20 (1 - ...))), cos r = 1 - r^2/2 (1 - r^2/12 (1 - ...)).
        var square = r * r;
        DoubleDouble rest = 0;
        for (var k = sine ? 31 : 30; k > 1; k -= 2)
            rest = (1 - rest) * square / (k * (k - 1));
        var y = (sine ? r : 1) * (1 - rest);
        return quarter < 2 ? y : -y;
    }

    // x = turns (pi/2) + rest, in integers of as many bits as x needs.
    private static (int Turns, DoubleDouble Angle) QuarterTurns(double x)
    {
        if (Math.Abs(x) < 0.75)
            return (0, x);
        var e = Math.ILogB(x);
        var bits = 160 + Math.Max(e, 0);
        var quarter = HalfPi >> (PiBits - bits);
        var scaled = new BigInteger(Math.ScaleB(x, 52 - e)) << (bits - 52 + e);
        var turns = BigInteger.Divide(2 * scaled + quarter * scaled.Sign, 2 * quarter);
        // 300 bits of the rest are enough, and fit a double.
        var rest = (scaled - turns * quarter) >> Math.Max(bits - 300, 0);
        bits = Math.Min(bits, 300);
        var high = (double)rest;
        var low = (double)(rest - new BigInteger(high));
        return ((int)(turns & 3), new DoubleDouble(Math.ScaleB(high, -bits), Math.ScaleB(low, -bits)));
    }

    // pi/4 = 4 arctan(1/5) - arctan(1/239).
    private static BigInteger Machin()
    {
        return (2 * (4 * ArcTangent(5) - ArcTangent(239))) >> 64;

        static BigInteger ArcTangent(int n)
        {
            BigInteger term = (BigInteger.One << (PiBits + 64)) / n, sum = term;
            for (var k = 3; !term.IsZero; k += 2)
            {
                term /= -n * n;
                sum += term / k;
            }

            return sum;
        }
    }
}
