namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>A number as the sum of two doubles, to about 100 bits: what the kernels are measured against.</summary>
/// <remarks>Dekker 1971; Joldes, Muller and Popescu 2017, Tight and rigorous error bounds for basic building blocks.</remarks>
internal readonly record struct DoubleDouble(double High, double Low = 0)
{
    public static implicit operator DoubleDouble(double x) => new(x);

    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (s, lost) = TwoSum(a.High, b.High);
        var (t, lostLow) = TwoSum(a.Low, b.Low);
        (s, lost) = Normalized(s, lost + t);
        return Normalized(s, lost + lostLow);
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var p = a.High * b.High;
        var lost = Math.FusedMultiplyAdd(a.High, b.High, -p);
        return Normalized(p, lost + Math.FusedMultiplyAdd(a.High, b.Low, a.Low * b.High));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var q = a.High / b.High;
        var rest = a - b * q;
        var next = rest.High / b.High;
        rest -= b * next;
        var (s, lost) = Normalized(q, next);
        return Normalized(s, lost + rest.High / b.High);
    }

    /// <summary>The same times 2^n.</summary>
    public DoubleDouble Scaled(int n) => new(Math.ScaleB(High, n), Math.ScaleB(Low, n));

    private static (double Sum, double Lost) TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, a - (sum - part) + (b - part));
    }

    private static DoubleDouble Normalized(double a, double b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }
}
