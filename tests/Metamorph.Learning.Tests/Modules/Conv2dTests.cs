namespace Metamorph.Learning.Tests;

public sealed class Conv2dTests
{
    [Fact]
    public void It_is_a_convolution_and_a_bias_for_every_channel()
    {
        var conv = new Conv2d(4, 6, (3, 2)) { Stride = 2, Padding = 1, Dilation = (1, 2), Groups = 2 };
        var parameters = conv.Init(new Key(1)).Replace(new(("bias", new Key(2).Normal([6]))));
        Assert.Equal("weight [6, 2, 3, 2], bias [6]", parameters.ToString());
        var x = new Key(3).Normal([5, 4, 7, 8], 3);
        var expected = x.Conv2d(parameters["weight"], 2, 1, (1, 2), 2) + parameters["bias"].Reshape([6, 1, 1]);
        Assert.Equal(expected.ToArray<float>(), conv.Apply(parameters, x).ToArray<float>());
        var plain = conv with { Bias = false };
        Assert.Equal(["weight"], plain.Init(new Key(1)).Names);
        Assert.Equal(x.Conv2d(parameters["weight"], 2, 1, (1, 2), 2).ToArray<float>(), plain.Apply(parameters, x).ToArray<float>());
    }

    [Fact]
    public void The_initializer_sees_how_many_numbers_flow_together()
    {
        (Shape, int, int) seen = default;
        new Conv2d(4, 6, (3, 2))
        {
            Groups = 2,
            Weight = (key, shape, inputs, outputs) =>
            {
                seen = (shape, inputs, outputs);
                return Tensor.Zeros(shape);
            },
        }.Init(new Key(1));
        Shape expected = [3, 2, 2, 6];
        Assert.Equal((expected, 12, 18), seen);
    }

    [Fact]
    public void A_sequence_is_convolved_along_one_axis()
    {
        var conv = new Conv1d(2, 3, 4) { Stride = 2, Padding = 3, Dilation = 2 };
        var parameters = conv.Init(new Key(1));
        Assert.Equal("weight [3, 2, 4], bias [3]", parameters.ToString());
        var y = conv.Apply(parameters, new Key(3).Normal([5, 2, 11], 3));
        Assert.Equal("[3; 5, 3, 6]", y.Form);
        Assert.Equal(["weight"], (conv with { Bias = false }).Init(new Key(1)).Names);
    }

    [Fact]
    public void Modules_without_parameters_are_the_functions_of_tensors()
    {
        var x = new Key(3).Normal([2, 3, 6, 6], 2);
        Assert.Equal(x.MaxPool2d(3, 2, 1).ToArray<float>(), new MaxPool2d(3) { Stride = 2, Padding = 1 }.Apply(ParameterSet.Empty, x).ToArray<float>());
        Assert.Equal(x.AveragePool2d(2).ToArray<float>(), new AveragePool2d(2).Apply(ParameterSet.Empty, x).ToArray<float>());
        Assert.Equal(x.Mean([2, 3]).ToArray<float>(), new GlobalAveragePool().Apply(ParameterSet.Empty, x).ToArray<float>());
        Assert.Equal("[2; 2, 108]", new Flatten().Apply(ParameterSet.Empty, x).Form);
        Assert.Contains("Expected axes of space", Assert.Throws<ShapeException>(() => new GlobalAveragePool().Apply(ParameterSet.Empty, x.Flatten(1))).Message, StringComparison.Ordinal);
    }
}
