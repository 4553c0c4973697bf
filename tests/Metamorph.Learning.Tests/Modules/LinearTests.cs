namespace Metamorph.Learning.Tests;

public sealed class LinearTests
{
    private static readonly ParameterSet Parameters = new(("weight", Tensor.Of(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } })), ("bias", Tensor.Of(0.5, -0.5)));

    [Fact]
    public void It_is_x_W_plus_b() => Assert.Equal(
        new[,] { { 1.5, 1.5 }, { 9.5, 11.5 } }, new Linear(3, 2).Apply(Parameters, Tensor.Of(new[,] { { 1.0, 0, 0 }, { 1, 1, 1 } })).ToArray2D<double>());

    [Fact]
    public void Without_a_bias_it_is_x_W()
    {
        var linear = new Linear(3, 2) { Bias = false };
        Assert.Equal(["weight"], linear.Init(new Key(1)).Names);
        Assert.Equal(new[,] { { 9.0, 12 } }, linear.Apply(Parameters, Tensor.Of(new[,] { { 1.0, 1, 1 } })).ToArray2D<double>());
    }

    [Fact]
    public void First_parameters_are_a_drawn_weight_and_a_bias_of_zeros()
    {
        var parameters = new Linear(3, 2) { Weight = (key, shape, inputs, outputs) => Tensor.Full(10 * inputs + outputs, shape) }.Init(new Key(1));
        Assert.Equal("weight [3, 2], bias [2]", parameters.ToString());
        Assert.Equal([32f, 32, 32, 32, 32, 32, 0, 0], parameters.Flatten().ToArray<float>());
    }

    [Fact]
    public void A_vector_and_other_features_are_refused_with_the_mend()
    {
        var vector = Assert.Throws<ShapeException>(() => new Linear(3, 2).Apply(Parameters, Tensor.Of(1.0, 2, 3)));
        Assert.Contains("x.Expand(0) makes a row", vector.Message, StringComparison.Ordinal);
        var wide = Assert.Throws<ShapeException>(() => new Linear(3, 2).Apply(Parameters, Tensor.Zeros([7, 4], DType.Float64)));
        Assert.Contains("[7, 4] by [3, 2]", wide.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parameter_is_named()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => new Linear(3, 2).Apply(Parameters.Where(n => n == "bias"), Tensor.Zeros([1, 3])));
        Assert.Equal("no parameter 'weight'. There are: bias [2].", error.Message);
    }
}
