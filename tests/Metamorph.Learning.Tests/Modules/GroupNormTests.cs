namespace Metamorph.Learning.Tests;

public sealed class GroupNormTests
{
    private static readonly Tensor X = new Key(5).Uniform(-3, 7, [4, 6, 5, 2], 2, DType.Float64);

    [Fact]
    public void Groups_of_channels_have_mean_0_and_variance_1_in_every_example()
    {
        var norm = new GroupNorm(2, 6) { Epsilon = 0 };
        var y = norm.Apply(norm.Init(new Key(1)).Cast(DType.Float64), X).Reshape([4, 2, 30]);
        Nearly.Equal(new double[16], y.Mean(-1), 1e-14);
        Nearly.Equal([.. Enumerable.Repeat(1.0, 16)], y.Variance(-1), 1e-14);
    }

    [Fact]
    public void Channels_are_scaled_and_shifted()
    {
        var parameters = new ParameterSet(("scale", Tensor.Arange(6, DType.Float64)), ("shift", 10.0 * Tensor.Arange(6, DType.Float64)));
        var y = new InstanceNorm(6) { Epsilon = 0 }.Apply(parameters, X);
        Nearly.Equal([.. Enumerable.Range(0, 48).Select(i => 10.0 * (i % 6))], y.Mean([2, 3]), 1e-13);
        Nearly.Equal([.. Enumerable.Range(0, 48).Select(i => (double)(i % 6 * (i % 6)))], y.Variance([2, 3]), 1e-12);
    }

    [Fact]
    public void Groups_that_do_not_divide_and_vectors_without_space_are_refused()
    {
        Assert.Contains("GroupNorm: 4 groups of 6 channels. Expected a divisor", Assert.Throws<ArgumentException>(() => new GroupNorm(4, 6).Apply(ParameterSet.Empty, X)).Message, StringComparison.Ordinal);
        Assert.Contains("the input is [4, 6]. Expected axes of space", Assert.Throws<ShapeException>(() => new InstanceNorm(6).Apply(ParameterSet.Empty, Tensor.Zeros([4, 6]))).Message, StringComparison.Ordinal);
    }
}
