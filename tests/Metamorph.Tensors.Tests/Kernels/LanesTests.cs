using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>Every operation of the lanes, in every width, against the same operation on one number.</summary>
public class LanesTests
{
    [Fact]
    public void Floats_in_128_bits() => CheckFloats<Lanes128<float>>();

    [Fact]
    public void Floats_in_256_bits() => CheckFloats<Lanes256<float>>();

    [Fact]
    public void Floats_in_512_bits() => CheckFloats<Lanes512<float>>();

    [Fact]
    public void Doubles_in_128_bits() => CheckDoubles<Lanes128<double>>();

    [Fact]
    public void Doubles_in_256_bits() => CheckDoubles<Lanes256<double>>();

    [Fact]
    public void Doubles_in_512_bits() => CheckDoubles<Lanes512<double>>();

    private static void CheckFloats<TLanes>()
        where TLanes : struct, ILanes<TLanes, float> =>
        Check<TLanes, float>(x => BitConverter.SingleToInt32Bits(x), b => BitConverter.Int32BitsToSingle((int)b));

    private static void CheckDoubles<TLanes>()
        where TLanes : struct, ILanes<TLanes, double> =>
        Check<TLanes, double>(BitConverter.DoubleToInt64Bits, BitConverter.Int64BitsToDouble);

    private static void Check<TLanes, T>(Func<T, long> bits, Func<long, T> number)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var set = number(-1);
        T[] values =
        [
            T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.CreateTruncating(0.5), T.CreateTruncating(2.5), T.CreateTruncating(-3.5),
            T.Pi, T.Epsilon, T.BitDecrement(T.PositiveInfinity), T.PositiveInfinity, T.NegativeInfinity, T.NaN,
        ];
        foreach (var a in values)
        {
            One(x => -x, -a, a);
            One(TLanes.Sqrt, T.Sqrt(a), a);
            One(TLanes.Round, T.Round(a, MidpointRounding.ToEven), a);
            One(TLanes.Abs, T.Abs(a), a);
            One(x => ~x, number(~bits(a)), a);
            One(x => TLanes.IntegerShiftLeft(x, 5), number(bits(a) << 5), a);
            One(x => TLanes.IntegerShiftRight(x, 5), number(bits(a) >> 5), a);
            One(x => TLanes.Clamp(x, -2.0, 3.0), T.IsNaN(a) ? a : T.Clamp(a, T.CreateTruncating(-2), T.CreateTruncating(3)), a);
            foreach (var n in new[] { -60, -1, 0, 1, 60 })
                Two(TLanes.Scale, T.ScaleB(a, n), a, T.CreateTruncating(n));
            foreach (var b in values)
            {
                Two((x, y) => x + y, a + b, a, b);
                Two((x, y) => x - y, a - b, a, b);
                Two((x, y) => x * y, a * b, a, b);
                Two((x, y) => x / y, a / b, a, b);
                Two((x, y) => x & y, number(bits(a) & bits(b)), a, b);
                Two((x, y) => x | y, number(bits(a) | bits(b)), a, b);
                Two((x, y) => x ^ y, number(bits(a) ^ bits(b)), a, b);
                Two(TLanes.Min, T.Min(a, b), a, b);
                Two(TLanes.Max, T.Max(a, b), a, b);
                Two(TLanes.LessThan, a < b ? set : T.Zero, a, b);
                Two(TLanes.LessThanOrEqual, a <= b ? set : T.Zero, a, b);
                Two(TLanes.Equals, a == b ? set : T.Zero, a, b);
                Two(TLanes.IntegerAdd, number(bits(a) + bits(b)), a, b);
                Two(TLanes.IntegerSubtract, number(bits(a) - bits(b)), a, b);
                Two((x, y) => TLanes.Select(TLanes.LessThan(x, y), x, y), a < b ? a : b, a, b);
                Two((x, y) => TLanes.FusedMultiplyAdd(x, y, TLanes.Create(T.Pi)), T.FusedMultiplyAdd(a, b, T.Pi), a, b);
            }
        }

        // Small integers: one rounding or two are the same.
        var (two, three) = (T.CreateTruncating(2), T.CreateTruncating(3));
        Two((x, y) => TLanes.MultiplyAddEstimate(x, y, 1.0), T.CreateTruncating(7), two, three);
        One(x => 0.1, T.CreateTruncating(0.1), T.One);
        One(x => TLanes.Zero, T.Zero, T.One);
        Assert.True(TLanes.All(TLanes.Equals(TLanes.Create(T.One), 1.0)));
        Span<T> mixed = stackalloc T[TLanes.Count];
        mixed[^1] = T.One;
        Assert.False(TLanes.All(TLanes.Equals(TLanes.Load(in mixed[0]), TLanes.Zero)));

        // a in the first lane and the last, so that both halves of a register are looked at.
        void One(Func<TLanes, TLanes> f, T expected, T a) => Two((x, _) => f(x), expected, a, T.One);

        void Two(Func<TLanes, TLanes, TLanes> f, T expected, T a, T b)
        {
            Span<T> x = stackalloc T[TLanes.Count];
            (x[0], x[^1]) = (a, a);
            TLanes.Store(f(TLanes.Load(in x[0]), TLanes.Create(b)), ref x[0]);
            foreach (var y in new[] { x[0], x[^1] })
                Assert.True(T.IsNaN(expected) ? T.IsNaN(y) : bits(expected) == bits(y), $"{y:R}, expected {expected:R} of {a:R} and {b:R}");
        }
    }
}
