namespace Metamorph.Tensors.Tests;

public sealed class KeyTests
{
    private const int Many = 100_000;

    private static readonly Key Key = new(2026);

    /// <summary>Every draw of a shape for some tasks.</summary>
    private static readonly Dictionary<string, Func<Key, Shape, int?, Tensor>> Draws = new()
    {
        ["Uniform"] = (key, shape, tasks) => key.Uniform(-2, 3, shape, tasks),
        ["Normal"] = (key, shape, tasks) => key.Normal(shape, tasks),
        ["TruncatedNormal"] = (key, shape, tasks) => key.TruncatedNormal(shape, tasks),
        ["Integers"] = (key, shape, tasks) => key.Integers(-5, 1000, shape, tasks),
        ["Bernoulli"] = (key, shape, tasks) => key.Bernoulli(0.5, shape, tasks),
        ["Permutation"] = (key, shape, tasks) => key.Permutation(shape.Size, tasks).Reshape(shape),
    };

    public static TheoryData<string> Names => [.. Draws.Keys];

    [Fact]
    public void Frozen_draws_stay_as_they_are()
    {
        // These very bits are promised on every platform and in every later version: what was trained with a key can be trained again.
        Assert.Equal(
            [1.1346873921813496, 1.2807110078480868, -0.6748206367123388, 1.2267082037017234, -1.6218324149716579],
            Key.Uniform(-2, 3, [5], dtype: DType.Float64).ToArray<double>());
        Assert.Equal(
            [0.3237529982209644, 0.4019571026266831, -0.6278964979290904, 0.3727739150930425, -1.435070411804373],
            Key.Normal([5], dtype: DType.Float64).ToArray<double>());
        Assert.Equal(
            [0.028655065869303657, 1.6323061399355583, 0.9316014085202204, -0.4470819518232548, -1.1443032410617242],
            Key.Fold(7).Normal([5], dtype: DType.Float64).ToArray<double>());
        Assert.Equal([0.37176496f, -1.0933505f, 0.1259192f, 0.5655228f], Key.Normal([2], 2).ToArray<float>());
        Assert.Equal(
            [0.30853349043815664, 0.3827237274183727, -0.5955833461312469, 0.35506234618295857, -1.3109205478917103],
            Key.TruncatedNormal([5], dtype: DType.Float64).ToArray<double>());
        Assert.Equal([625, 654, 261, 643, 71], Key.Integers(-5, 1000, [5]).ToArray<int>());
        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], Key.Bernoulli(0.3, [16], dtype: DType.Int32).ToArray<int>());
        Assert.Equal([5, 1, 9, 7, 0, 6, 8, 2, 3, 4], Key.Permutation(10).ToArray<int>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Task_t_is_drawn_from_the_key_folded_with_t(string name)
    {
        var draw = Draws[name];
        double[] all = draw(Key, [3, 4], 5).ToDoubles();
        for (int tasks = 0; tasks <= 5; tasks++) Assert.Equal(all[..(12 * tasks)], draw(Key, [3, 4], tasks).ToDoubles());
        for (int t = 0; t < 5; t++) Assert.Equal(all[(12 * t)..(12 * (t + 1))], draw(Key.Fold(t), [3, 4], null).ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_key_gives_the_same_numbers_and_another_key_others(string name)
    {
        var draw = Draws[name];
        double[] numbers = draw(Key, [40], null).ToDoubles();
        Assert.Equal(numbers, draw(new Key(2026), [40], null).ToDoubles());
        foreach (var other in new[] { new Key(2027), Key.Fold(0), Key.Fold(1), Key.Fold(-1), Key.Split().Second }) Assert.NotEqual(numbers, draw(other, [40], null).ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_and_size_do_not_change_a_number(string name)
    {
        if (name == "Permutation") return; // Its size is what it is a permutation of.
        var draw = Draws[name];
        Assert.Equal(draw(Key, [30], null).ToDoubles(), draw(Key, [2, 3, 5], null).ToDoubles());
        Assert.Equal(draw(Key, [30], null).ToDoubles()[..7], draw(Key, [7], null).ToDoubles());
        Assert.Equal("[2; 0, 3]", draw(Key, [0, 3], 2).Form);
        Assert.Single(draw(Key, [], null).ToDoubles());
    }

    [Fact]
    public void Split_is_the_first_two_folds()
    {
        Assert.Equal((Key.Fold(0), Key.Fold(1)), Key.Split());
        Assert.Equal(20_001, Enumerable.Range(-10_000, 20_000).Select(Key.Fold).Append(Key).Distinct().Count());
        Assert.NotEqual(Key.Fold(0).Fold(1), Key.Fold(1).Fold(0));
    }

    [Fact]
    public void Float32_numbers_are_those_of_Float64_rounded()
    {
        foreach (var draw in new Func<DType, Tensor>[]
        {
            d => Key.Uniform(-2, 3, [999], dtype: d), d => Key.Normal([999], dtype: d), d => Key.TruncatedNormal([999], dtype: d), d => Key.Bernoulli(0.3, [999], dtype: d),
        })
            Assert.Equal(draw(DType.Float64).ToArray<double>().Select(v => (float)v), draw(DType.Float32).ToArray<float>());
    }

    [Fact]
    public void Uniform_numbers_are_spread_evenly()
    {
        double[] x = Key.Uniform(-2, 3, [Many], dtype: DType.Float64).ToArray<double>();
        Assert.InRange(x.Min(), -2, -1.999);
        Assert.InRange(x.Max(), 2.999, 3);
        HasMoments(x, 0.5, Math.Sqrt(25 / 12.0), 0, 1.8);
        IsDistributed(x, v => (v + 2) / 5);
    }

    [Fact]
    public void Normal_numbers_are_distributed_normally()
    {
        double[] x = Key.Normal([Many], dtype: DType.Float64).ToArray<double>();
        HasMoments(x, 0, 1, 0, 3);
        IsDistributed(x, NormalDistribution.Below);

        // Both tails are there: the largest of 100,000 is near 4.3.
        Assert.InRange(x.Max(), 3.7, 5.5);
        Assert.InRange(x.Min(), -5.5, -3.7);
    }

    [Fact]
    public void Truncated_normal_numbers_are_normal_numbers_within_two_deviations()
    {
        double[] x = Key.TruncatedNormal([Many], dtype: DType.Float64).ToArray<double>();
        Assert.InRange(x.Min(), -2, -1.99);
        Assert.InRange(x.Max(), 1.99, 2);
        double below = NormalDistribution.Below(-2);
        IsDistributed(x, v => (NormalDistribution.Below(v) - below) / (1 - 2 * below));

        // E x^2 = 1 - 2 c and E x^4 = 3 E x^2 - 8 c, for c = 2 phi(2) / (1 - 2 Phi(-2)).
        double c = 2 * NormalDistribution.Density(2) / (1 - 2 * below), second = 1 - 2 * c, fourth = 3 * second - 8 * c;
        HasMoments(x, 0, Math.Sqrt(second), 0, fourth / (second * second));
    }

    [Fact]
    public void Numbers_do_not_follow_from_their_neighbours_nor_from_other_tasks()
    {
        var x = Key.Normal([Many], 2, DType.Float64);
        double[] numbers = x.ToArray<double>(), first = numbers[..Many], second = numbers[Many..];

        // The standard error of a correlation is 1 / sqrt(n); within four of them.
        double bound = 4 / Math.Sqrt(Many);
        Assert.InRange(first.Zip(second, (a, b) => a * b).Average(), -bound, bound);
        for (int lag = 1; lag < 5; lag++) Assert.InRange(first.Zip(first.Skip(lag), (a, b) => a * b).Average(), -bound, bound);
    }

    [Fact]
    public void Integers_cover_their_range_evenly()
    {
        int[] x = Key.Integers(-3, 7, [Many]).ToArray<int>();
        Assert.Equal((-3, 6), (x.Min(), x.Max()));
        AreEven(x.GroupBy(v => v).Select(g => g.Count()), 10, 27.9);

        // The whole range of 32 bits, and a single number.
        int[] wide = Key.Integers(int.MinValue, int.MaxValue, [Many]).ToArray<int>();
        AreEven(wide.GroupBy(v => v >> 28).Select(g => g.Count()), 16, 37.7);
        Assert.All(Key.Integers(5, 6, [100]).ToArray<int>(), v => Assert.Equal(5, v));
    }

    [Fact]
    public void No_integers_are_refused()
    {
        Assert.Equal("Integers: there is none from 3 to below 3. Expected low < high.", Assert.Throws<ArgumentException>(() => Key.Integers(3, 3, [2])).Message);
        Assert.Throws<ArgumentException>(() => Key.Integers(3, 2, [2]));
    }

    [Fact]
    public void Ones_come_with_their_probability()
    {
        double ones = Key.Bernoulli(0.3, [Many], dtype: DType.Float64).ToArray<double>().Average();
        Assert.InRange(ones, 0.3 - 4 * Math.Sqrt(0.21 / Many), 0.3 + 4 * Math.Sqrt(0.21 / Many));
        Assert.All(Key.Bernoulli(0, [1000]).ToArray<float>(), v => Assert.Equal(0, v));
        Assert.All(Key.Bernoulli(1, [1000]).ToArray<float>(), v => Assert.Equal(1, v));
        foreach (double wrong in new[] { -0.01, 1.01, double.NaN }) Assert.Throws<ArgumentOutOfRangeException>(() => Key.Bernoulli(wrong, [2]));
    }

    [Fact]
    public void Permutations_hold_every_number_once()
    {
        foreach (int count in new[] { 0, 1, 2, 3, 10, 1000 })
            foreach (int[] order in Key.Permutation(count, 3).ToArray<int>().Chunk(Math.Max(1, count))) Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        var orders = Key.Permutation(4, 24_000).ToArray<int>().Chunk(4);
        AreEven(orders.GroupBy(o => string.Join(" ", o)).Select(g => g.Count()), 24, 49.7);
    }

    [Fact]
    public void Real_numbers_of_integers_are_refused()
    {
        foreach (var draw in new Action[] { () => Key.Uniform(0, 1, [2], dtype: DType.Int32), () => Key.Normal([2], dtype: DType.Int32), () => Key.TruncatedNormal([2], dtype: DType.Int32) })
            Assert.Contains("Integers and Permutation draw whole numbers", Assert.Throws<DTypeException>(draw).Message, StringComparison.Ordinal);
    }

    /// <summary>Mean, variance and skewness within four standard errors of such a sample, and the fourth moment within 3 %.</summary>
    private static void HasMoments(double[] x, double mean, double deviation, double skewness, double kurtosis)
    {
        double n = x.Length;
        double[] z = [.. x.Select(v => (v - mean) / deviation)];
        Assert.InRange(z.Average(), -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
        double error = 4 * Math.Sqrt((kurtosis - 1) / n);
        Assert.InRange(z.Average(v => v * v), 1 - error, 1 + error);
        Assert.InRange(z.Average(v => v * v * v), skewness - 4 * Math.Sqrt(15 / n), skewness + 4 * Math.Sqrt(15 / n));
        Assert.InRange(z.Average(v => v * v * v * v), 0.97 * kurtosis, 1.03 * kurtosis);
    }

    /// <summary>Kolmogorov and Smirnov: the greatest distance of two distribution functions is below 1.95 / sqrt(n) with probability 0.999; keys are fixed.</summary>
    private static void IsDistributed(double[] x, Func<double, double> below)
    {
        double n = x.Length;
        double distance = x.Order().Select((v, i) => Math.Max(Math.Abs(below(v) - i / n), Math.Abs(below(v) - (i + 1) / n))).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(n));
    }

    /// <summary>The chi-square of counts is below a bound that holds with probability 0.999; keys are fixed.</summary>
    private static void AreEven(IEnumerable<int> counts, int kinds, double bound)
    {
        int[] all = [.. counts];
        Assert.Equal(kinds, all.Length);
        double expected = all.Average();
        Assert.InRange(all.Sum(c => (c - expected) * (c - expected) / expected), 0, bound);
    }
}
