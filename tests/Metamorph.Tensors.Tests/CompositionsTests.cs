namespace Metamorph.Tensors.Tests;

public sealed class CompositionsTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void Softmax_sums_to_1()
    {
        var x = new Key(1).Uniform(-10, 10, [4, 7, 3], 2, DType.Float64);
        foreach (int axis in new[] { -1, 0, 1 }) Nearly.Equal([.. Enumerable.Repeat(1.0, 2 * 84 / x.Shape[axis < 0 ? ^1 : axis])], x.Softmax(axis).Sum(axis), 1e-14);
        Nearly.Equal([1 / 8.0, 2 / 8.0, 5 / 8.0], Tensor.Of(1.0, 2, 5).Log().Softmax(), 1e-15);
    }

    [Fact]
    public void Softmax_survives_large_logits_and_minus_infinity()
    {
        Assert.Equal([0.5, 0, 0.5], Tensor.Of(1000.0, -1000, 1000).Softmax().ToArray<double>());
        Assert.Equal([0, 0.5f, 0.5f], Tensor.Of(float.NegativeInfinity, 1000, 1000).Softmax().ToArray<float>());
        Assert.Equal([0, 1f], Tensor.Of(float.NegativeInfinity, -1e30f).Softmax().ToArray<float>());
        Assert.Equal([0, 0.25, -0.25], Gradient.Of(x => (x.Softmax() * Tensor.Of(5.0, 1, 0)).Sum(), Tensor.Of(-Infinity, 1000, 1000)).ToArray<double>());
    }

    [Fact]
    public void LogSoftmax_is_the_logarithm_of_the_softmax_also_where_that_is_0()
    {
        Nearly.Equal([Math.Log(1 / 8.0), Math.Log(2 / 8.0), Math.Log(5 / 8.0)], Tensor.Of(1.0, 2, 5).Log().LogSoftmax(), 1e-15);
        Assert.Equal([-2000, 0], Tensor.Of(-1000.0, 1000).LogSoftmax().ToArray<double>());
        Nearly.Equal([-Math.Log(2), -Infinity, -Math.Log(2)], Tensor.Of(0, -Infinity, 0).LogSoftmax(), 1e-15);
        Assert.Equal([-0.25, 0.25, 0.0], Gradient.Of(x => 0.5 * x.LogSoftmax().Slice(0, 1, 1).Sum(), Tensor.Of(3.0, 3, -Infinity)).ToArray<double>());
    }

    [Fact]
    public void LogSumExp_overflows_nowhere()
    {
        Nearly.Equal([Math.Log(8)], Tensor.Of(1.0, 2, 5).Log().LogSumExp(), 1e-15);
        Nearly.Equal([1000 + Math.Log(2)], Tensor.Of(1000.0, 1000).LogSumExp(), 1e-15);
        Assert.Equal(-Infinity, (double)Tensor.Of(-Infinity, -Infinity).LogSumExp());
        Assert.Equal(Infinity, (double)Tensor.Of(Infinity, 0).LogSumExp());
        Assert.Equal(-Infinity, (double)Tensor.Zeros([0]).LogSumExp());
        Assert.Equal(double.NaN, (double)Tensor.Of(double.NaN, 0).LogSumExp());
        Assert.Equal(-7, (double)Tensor.Of([-7.0], [1]).LogSumExp());
        Nearly.Equal([Math.Log(2), Math.Log(2), Math.Log(2)], Tensor.Zeros([2, 3], DType.Float64).LogSumExp(0), 1e-15);
        Assert.Equal("[2; 1, 3]", Tensor.Zeros([2, 3], tasks: 2).LogSumExp(0, keep: true).Form);
    }

    [Fact]
    public void Cross_entropies_are_those_by_hand()
    {
        // exp of the logits: 1, 2, 5 and 4, 1, 3.
        var logits = Tensor.Of(new[,] { { 1.0, 2, 5 }, { 4, 1, 3 } }).Log();
        Nearly.Equal([-Math.Log(5 / 8.0), -Math.Log(1 / 8.0)], logits.CrossEntropy(Tensor.Of(2, 1)), 1e-15);

        // The derivative is the probability less 1 at the label.
        Nearly.Equal([1 / 8.0, 2 / 8.0, 5 / 8.0 - 1, 4 / 8.0, 1 / 8.0 - 1, 3 / 8.0], Gradient.Of(x => x.CrossEntropy(Tensor.Of(2, 1)).Sum(), logits), 1e-15);
        Assert.Equal([2000, 0], Tensor.Of(new[,] { { -1000.0, 1000 }, { -1000, 1000 } }).CrossEntropy(Tensor.Of(0, 1)).ToArray<double>());

        // Labels for each task, and more axes of rows.
        Assert.Equal("[3; 2, 4]", Tensor.Zeros([2, 4, 5]).CrossEntropy(Tensor.Zeros([2, 4], DType.Int32, 3)).Form);
    }

    [Fact]
    public void Binary_cross_entropy_overflows_nowhere()
    {
        var x = Tensor.Of(0, Math.Log(3), 800, -800, 800, -800);
        Nearly.Equal([Math.Log(2), -Math.Log(0.75), 0, 800, 800, 0], x.BinaryCrossEntropy(Tensor.Of(0.5, 1, 1, 1, 0, 0)), 1e-15);

        // The derivative is the probability of yes less the target.
        Nearly.Equal([0, -0.25, 0, -1, 1, 0], Gradient.Of(z => z.BinaryCrossEntropy(Tensor.Of(0.5, 1, 1, 1, 0, 0)).Sum(), x), 1e-15);
    }

    [Fact]
    public void Huber_is_a_square_and_then_a_line()
    {
        var x = Tensor.Of(0.0, 0.5, -1, 2, -3);
        Assert.Equal([0, 0.125, 0.5, 1.5, 2.5], x.Huber(0.0).ToArray<double>());
        Assert.Equal([0, 0.125, 0.5, 2, 4], x.Huber(0.0, 2).ToArray<double>());
        Assert.Equal([0, 0.5, -1, 1, -1], Gradient.Of(z => z.Huber(0.0).Sum(), x).ToArray<double>());
    }

    [Fact]
    public void Means_and_variances_are_those_by_hand()
    {
        var x = Tensor.Of([1.0, 2, 6, 0, 0, 3], [2, 3], 1);
        Assert.Equal([2], x.Mean().ToArray<double>());
        Assert.Equal([3, 1], x.Mean(-1).ToArray<double>());
        Assert.Equal("[1; 1, 3]", x.Mean(0, keep: true).Form);
        Nearly.Equal([14 / 3.0, 2], x.Variance(-1), 1e-15);
        Nearly.Equal([7, 3], x.Variance(1, unbiased: true), 1e-15);
        Nearly.Equal([26 / 6.0], x.Variance(), 1e-15);
        Nearly.Equal([26 / 5.0], x.Variance([0, 1], unbiased: true), 1e-15);
        Assert.Equal(double.NaN, (double)Tensor.Zeros([0]).Mean());
        Assert.Equal(0, (double)Tensor.Of([7.0], [1]).Variance());
        Assert.Equal("Mean: [2] holds Int32. Expected Float32 or Float64: convert it with x.Cast(DType.Float32).", Assert.Throws<DTypeException>(() => Tensor.Of(1, 2).Mean()).Message);

        // Not the mean of squares less the square of the mean, which loses all digits here.
        Nearly.Equal([2 / 3.0], (Tensor.Of(1f, 2, 3) + 1e4).Variance(), 1e-6);
    }

    [Fact]
    public void Gelu_is_x_times_the_normal_distribution_to_its_last_bits()
    {
        // 3e-7: five roundings of Float32, also where the distribution function is 3e-7.
        var x = Tensor.Linspace(-5, 5, 4001);
        float[] at = x.ToArray<float>(), gelu = x.Gelu().ToArray<float>();
        for (int i = 0; i < at.Length; i++)
        {
            double exact = at[i] * NormalDistribution.Below(at[i]);
            Assert.True(Math.Abs(gelu[i] - exact) <= 3e-7 * Math.Abs(exact), $"gelu({at[i]:R}) = {gelu[i]:R}, expected {exact:R}");
        }

        Assert.Equal([0, 100, -0f], Tensor.Of(0f, 100, -100).Gelu().ToArray<float>());
    }

    [Fact]
    public void The_derivative_of_gelu_is_the_distribution_function_and_x_times_the_density()
    {
        var x = Tensor.Linspace(-3, 3, 61, DType.Float64);
        Nearly.Equal([.. x.ToArray<double>().Select(v => NormalDistribution.Below(v) + v * NormalDistribution.Density(v))], Gradient.Of(z => z.Gelu().Sum(), x), 1e-14);
        Assert.Equal(DType.Float32, Gradient.Of(z => z.Gelu().Sum(), Tensor.Of(1f)).DType);
    }

    [Fact]
    public void Minimum_and_clip_keep_to_their_bounds()
    {
        var x = Tensor.Of(-2.0, 0.5, 3, double.NaN);
        Assert.Equal([-2, 0.5, 1, double.NaN], x.Minimum(1.0).ToArray<double>());
        Assert.Equal([-1, 0.5, 1, double.NaN], x.Clip(-1.0, 1.0).ToArray<double>());
        Assert.Equal([0, 1, 0], Gradient.Of(z => z.Clip(-1.0, 1.0).Sum(), Tensor.Of(-2.0, 0.5, 3)).ToArray<double>());
        Assert.Equal([1, 3], Tensor.Of(1, 5).Minimum(3.0).ToArray<int>());
    }

    [Fact]
    public void OneHot_has_1_at_the_label()
    {
        Assert.Equal("[2; 2, 3] Float32 {[[0, 1, 0], [1, 0, 0]], [[0, 0, 1], [0, 1, 0]]}", Tensor.Of([1, 0, 2, 1], [2], 2).OneHot(3).ToString());
        Assert.Equal("[2] Int32 [0, 1]", Tensor.Of(1).OneHot(2, DType.Int32).ToString());
    }
}
