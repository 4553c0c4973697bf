namespace Metamorph.Tensors.Tests.Primitives;

/// <summary>Images and weights of convolutions lie with the channels together, under the public shape, and what is computed entry by entry of them lies so too.</summary>
public sealed class LayoutTests
{
    private static readonly Tensor W = new Key(1).Normal([6, 4, 3, 3]), X = new Key(2).Normal([2, 4, 8, 7], 3);
    private static readonly Tensor Y = X.Conv2d(W, 1, 1);
    private static readonly int[] Channels = [6 * 8 * 7 * 2, 8 * 7 * 6, 1, 7 * 6, 6];

    [Fact]
    public void A_result_lies_with_its_channels_together() => Assert.Equal(Channels, Y.Strides);

    [Fact]
    public void What_is_computed_entry_by_entry_lies_as_its_operands()
    {
        var scale = Tensor.Of([1f, 2, 3, 4, 5, 6], [6, 1, 1]);
        Assert.Equal(Channels, Y.Relu().Strides);
        Assert.Equal(Channels, ((Y - Y.Mean([0, 2, 3], keep: true)) * scale + 1.0).Strides);
        Assert.Equal(Channels, (Tensor.Ones(Y.Shape, tasks: 3) * Y).Strides);
        Assert.Equal(Channels, (Y > 0.0).Where(Y, 0.0).Strides);
        Assert.Equal(Channels, Gradient.Of(y => y.Power(2).Sum(), Y).Strides);
    }

    [Fact]
    public void A_gradient_of_weights_lies_as_the_weights_do_in_the_kernel_and_so_do_its_sums()
    {
        var gradient = Gradient.Of(w => X.Conv2d(w, 1, 1).Power(2).Sum(), W.PerTask(3));
        int[] taps = [216, 1, 6, 72, 24];
        Assert.Equal(taps, gradient.Strides);
        Assert.Equal(taps[1..], gradient.MeanOverTasks().Strides![1..]);
        var weights = new Key(1).Normal([3, 3, 4, 6]).Permute(3, 2, 0, 1).PerTask(3);
        Assert.Equal(taps, (weights - 0.1 * gradient).Strides);
    }

    [Fact]
    public void Matrices_lie_row_after_row() => Assert.Null((new Key(1).Normal([4, 3]).Transpose() + new Key(2).Normal([3, 4])).Strides);

    [Fact]
    public void The_layout_does_not_show_in_the_numbers()
    {
        var plain = Tensor.Of(Y.ToArray<float>(), Y.Shape, 3);
        Assert.Null(plain.Strides);
        Assert.Equal((plain.Relu() * plain).ToArray<float>(), (Y.Relu() * Y).ToArray<float>());
        Assert.Equal((plain * Y).ToArray<float>(), (Y * plain).ToArray<float>());
        Assert.Equal(plain.MaxPool2d(2).ToArray<float>(), Y.MaxPool2d(2).ToArray<float>());
    }
}
