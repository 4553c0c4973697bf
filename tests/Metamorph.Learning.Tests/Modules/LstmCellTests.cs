namespace Metamorph.Learning.Tests;

public sealed class LstmCellTests
{
    private static readonly LstmCell Cell = new(2, 1);

    [Fact]
    public void Gates_say_what_is_kept_and_what_is_shown()
    {
        // Gates by their biases alone, in the order i, f, g, o: sigmoid(0) = 1/2, sigmoid(log 3) = 3/4.
        var parameters = new ParameterSet(
            ("input", Tensor.Zeros([2, 4], DType.Float64)), ("hidden", Tensor.Zeros([1, 4], DType.Float64)), ("bias", Tensor.Of(0, Math.Log(3), Math.Atanh(0.5), Math.Log(3))));
        var state = new ParameterSet(("hidden", Tensor.Of([9.0], [1, 1])), ("cell", Tensor.Of([2.0], [1, 1])));
        var (y, next) = Cell.Step(parameters, Tensor.Zeros([1, 2], DType.Float64), state);
        Nearly.Equal([0.75 * 2 + 0.5 * 0.5], next["cell"], 1e-15);
        Nearly.Equal([0.75 * Math.Tanh(1.75)], y, 1e-15);
        Assert.Same(y, next["hidden"]);
    }

    [Fact]
    public void Parameters_and_the_first_state_have_their_shapes()
    {
        Assert.Equal("input [2, 4], hidden [1, 4], bias [4]", Cell.Init(new Key(1)).ToString());
        Assert.Equal("hidden [3; 5, 1], cell [3; 5, 1]", Cell.Start(5, DType.Float64, 3).ToString());
    }
}
