using System.Numerics;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

/// <summary>What holds for every function: precision, special values, and that an element's bits depend on its value alone.</summary>
public abstract class FunctionTests
{
    private const int Seed = 1;

    private protected abstract Mapping Mapping { get; }

    private protected abstract DoubleDouble Expected(double x);

    /// <summary>
    /// The largest error in last bits, of which rounding alone costs a half. For float it was measured once over all 2^32 arguments
    /// and stands here rounded up to a hundredth; for double over ten million, rounded up with a tenth to spare.
    /// </summary>
    protected abstract (double Single, double Double) LastBits { get; }

    /// <summary>Arguments whose neighbourhood is looked at closely: zeros, ends of ranges, bounds at which the method changes.</summary>
    protected virtual double[] HardPoints => [];

    /// <summary>Where the function is neither constant nor infinite, for double.</summary>
    protected abstract (double From, double To) Range { get; }

    /// <summary>Values that are exact, in both formats.</summary>
    protected abstract (double X, double Y)[] Exact { get; }

    [Fact]
    public void Every_float_is_within_the_bound() => AssertWithin(Mapping.Single.Run, Floats(), LastBits.Single);

    [Fact]
    public void Every_double_is_within_the_bound() => AssertWithin(Mapping.Double.Run, Doubles(), LastBits.Double);

    [Fact]
    public void Special_values_are_exact()
    {
        Assert.True(double.IsNaN(Single(Mapping.Double, double.NaN)));
        Assert.True(float.IsNaN(Single(Mapping.Single, float.NaN)));
        foreach (var (x, y) in Exact)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(y), BitConverter.DoubleToInt64Bits(Single(Mapping.Double, x)));
            Assert.Equal(BitConverter.SingleToInt32Bits((float)y), BitConverter.SingleToInt32Bits(Single(Mapping.Single, (float)x)));
        }

        static T Single<T>(Mapping<T> mapping, T x)
        {
            var y = new T[1];
            mapping.Run([x], y);
            return y[0];
        }
    }

    [Fact]
    public void An_elements_bits_depend_on_neither_its_position_nor_the_length()
    {
        AssertSameAnywhere(Mapping.Single.Run, Sample(Floats(), 75));
        AssertSameAnywhere(Mapping.Double.Run, Sample(Doubles(), 75));
    }

    [Fact]
    public void In_place_is_the_same()
    {
        AssertSameInPlace(Mapping.Single.Run, Sample(Floats(), 1001));
        AssertSameInPlace(Mapping.Double.Run, Sample(Doubles(), 1001));
    }

    [Fact]
    public void Lanes_of_128_256_and_512_bits_give_the_same_bits()
    {
        AssertSameInAllWidths(Mapping.Single, Sample(Floats(), 20_001));
        AssertSameInAllWidths(Mapping.Double, Sample(Doubles(), 20_001));
    }

    private void AssertWithin<T>(Kernel<T> run, T[] x, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        run(x, y);
        var (worst, at) = (0.0, T.Zero);
        for (var i = 0; i < x.Length; i++)
        {
            if (!T.IsFinite(x[i]))
                continue;

            var error = Error(y[i], Expected(double.CreateTruncating(x[i])));
            if (!(error <= worst))
                (worst, at) = (error, x[i]);
        }

        Assert.True(worst <= bound, $"{worst:F3} last bits at {at:R}, bound {bound}");
    }

    /// <summary>|y - expected| in last bits of y's format at that size; infinity is next to the largest number.</summary>
    private static double Error<T>(T y, DoubleDouble expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (double.IsNaN(expected.High) || T.IsNaN(y))
            return double.IsNaN(expected.High) && T.IsNaN(y) ? 0 : double.PositiveInfinity;
        var last = T.BitDecrement(T.PositiveInfinity);
        var largest = double.CreateTruncating(last);
        var size = T.CreateTruncating(Math.Min(Math.Abs(expected.High), largest));
        var lastBit = double.CreateTruncating(size == last ? size - T.BitDecrement(size) : T.BitIncrement(size) - size);
        if (T.IsInfinity(y) && (double.IsInfinity(expected.High) || Math.Abs(expected.High) > largest + lastBit / 2))
            return T.Sign(y) == Math.Sign(expected.High) ? 0 : double.PositiveInfinity;
        if (T.IsInfinity(y))
            return 1 + Error(T.CopySign(last, y), expected);
        var error = Math.Abs(double.CreateTruncating(y) - expected.High - expected.Low) / lastBit;
        // A subnormal double has no room for a low part: what is expected is itself rounded.
        return double.IsSubnormal(expected.High) ? error - 0.5 : error;
    }

    private static void AssertSameAnywhere<T>(Kernel<T> run, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var alone = new T[x.Length];
        for (var i = 0; i < x.Length; i++)
            run(x.AsSpan(i, 1), alone.AsSpan(i, 1));
        for (var start = 0; start < 5; start++)
        {
            for (var length = 0; length <= 70; length++)
            {
                var y = Enumerable.Repeat(T.One, x.Length).ToArray();
                run(x.AsSpan(start, length), y.AsSpan(start, length));
                AssertSame(x[start..(start + length)], alone[start..(start + length)], y[start..(start + length)]);
                Assert.All(y[..start], v => Assert.Equal(T.One, v));
                Assert.All(y[(start + length)..], v => Assert.Equal(T.One, v));
            }
        }
    }

    private static void AssertSameInPlace<T>(Kernel<T> run, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var apart = new T[x.Length];
        run(x, apart);
        var y = x.ToArray();
        run(y, y);
        AssertSame(x, apart, y);
    }

    private static void AssertSameInAllWidths<T>(Mapping<T> mapping, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = new T[x.Length];
        mapping.Run(x, expected);
        foreach (var run in new[] { mapping.In128, mapping.In256, mapping.In512 })
        {
            var y = new T[x.Length];
            run(x, y);
            AssertSame(x, expected, y);
        }
    }

    // A NaN is a NaN: IEEE 754 leaves its sign and payload open.
    private static void AssertSame<T>(T[] x, T[] expected, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            var same = T.IsNaN(y[i]) ? T.IsNaN(expected[i]) : y[i] == expected[i] && T.IsNegative(y[i]) == T.IsNegative(expected[i]);
            Assert.True(same, $"{y[i]:R} at {x[i]:R}, expected {expected[i]:R}");
        }
    }

    // Numbers of every exponent and sign, evenly spaced in their bits; numbers of the range; the hard points and what is near them.
    private float[] Floats()
    {
        var random = new Random(Seed);
        var (from, to) = (Math.Max(Range.From, float.MinValue), Math.Min(Range.To, float.MaxValue));
        var x = new List<float> { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue };
        for (var bits = 0u; bits < 0x7F800000; bits += 21_391)
            x.AddRange(BitConverter.UInt32BitsToSingle(bits), BitConverter.UInt32BitsToSingle(bits | 0x80000000));
        for (var i = 0; i < 50_000; i++)
            x.Add((float)(from + (to - from) * random.NextDouble()));
        foreach (var hard in HardPoints.Select(h => (float)h).Where(float.IsFinite))
        {
            for (var i = -64; i <= 64; i++)
                x.Add(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(hard) + i));
            for (var k = 1; k < 24; k++)
                x.AddRange(hard * (1 + MathF.ScaleB(1, -k)), hard * (1 - MathF.ScaleB(1, -k)));
        }

        return [.. x];
    }

    private double[] Doubles()
    {
        var random = new Random(Seed);
        var x = new List<double> { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue };
        for (var i = 0; i < 20_000; i++)
        {
            var bits = i * (0x7FF0000000000000 / 20_000) + random.NextInt64(1L << 38);
            x.AddRange(BitConverter.Int64BitsToDouble(bits), -BitConverter.Int64BitsToDouble(bits));
        }

        for (var i = 0; i < 50_000; i++)
            x.Add(Range.From + (Range.To - Range.From) * random.NextDouble());
        foreach (var hard in HardPoints)
        {
            for (var i = -64; i <= 64; i++)
                x.Add(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(hard) + i));
            for (var k = 1; k < 53; k++)
                x.AddRange(hard * (1 + Math.ScaleB(1, -k)), hard * (1 - Math.ScaleB(1, -k)));
        }

        return [.. x];
    }

    private static T[] Sample<T>(T[] x, int count)
    {
        var random = new Random(Seed);
        return [.. x[..5], .. Enumerable.Range(0, count - 5).Select(_ => x[random.Next(x.Length)])];
    }
}
