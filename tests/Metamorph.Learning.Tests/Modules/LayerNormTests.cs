namespace Metamorph.Learning.Tests;

public sealed class LayerNormTests
{
    private static readonly Tensor X = new Key(5).Uniform(-3, 7, [4, 50], 2, DType.Float64);

    [Fact]
    public void Rows_have_mean_0_and_variance_1()
    {
        var y = new LayerNorm(50) { Epsilon = 0 }.Apply(new LayerNorm(50).Init(new Key(1)).Cast(DType.Float64), X);
        Nearly.Equal(new double[8], y.Mean(-1), 1e-14);
        Nearly.Equal([.. Enumerable.Repeat(1.0, 8)], y.Variance(-1), 1e-14);
    }

    [Fact]
    public void Epsilon_is_added_to_the_variance()
    {
        var y = new LayerNorm(50) { Epsilon = 2 }.Apply(new LayerNorm(50).Init(new Key(1)).Cast(DType.Float64), X);
        Nearly.Equal(X.Variance(-1) / (X.Variance(-1) + 2.0), y.Variance(-1), 1e-14);

        // Rows without variance become zeros.
        Assert.Equal(new float[6], new LayerNorm(3).Apply(new LayerNorm(3).Init(new Key(1)), Tensor.Full(5, [2, 3])).ToArray<float>());
    }

    [Fact]
    public void Features_are_scaled_and_shifted()
    {
        // 1, 2, 6 has the mean 3 and the variance 14/3.
        var parameters = new ParameterSet(("scale", Tensor.Of(1.0, 2, 3)), ("shift", Tensor.Of(0.0, 10, 20)));
        double d = Math.Sqrt(14 / 3.0);
        Nearly.Equal([-2 / d, 10 - 2 / d, 20 + 9 / d], new LayerNorm(3) { Epsilon = 0 }.Apply(parameters, Tensor.Of([1.0, 2, 6], [1, 3])), 1e-15);
    }
}
