namespace Metamorph.Tensors.Tests.Primitives;

public sealed class PoolingTests
{
    private static readonly Tensor X = Tensor.Of([1.0, 5, 2, 0, 3, 4, 7, -1, 6, 6, 9, 8], [1, 1, 3, 4]);

    [Fact]
    public void The_largest_under_a_window_and_their_mean()
    {
        Assert.Equal([5.0, 7], X.MaxPool2d(2).Flatten().ToArray<double>());
        Assert.Equal([3.25, 2], X.AveragePool2d(2).Flatten().ToArray<double>());
        Assert.Equal([5.0, 2, 6, 9], X.MaxPool2d(2, padding: (1, 0)).Flatten().ToArray<double>());
        Assert.Equal([0.25, 1.75, 0, 2.25, 6.5, 1.75], X.AveragePool2d(2, padding: 1).Flatten().ToArray<double>());
    }

    [Fact]
    public void Padding_is_smaller_than_all_pixels() => Assert.Equal([-3.0, -3, -3, -3], Tensor.Full(-3, [1, 1, 2, 2], DType.Float64).MaxPool2d(2, padding: 1, stride: 2).Flatten().ToArray<double>());

    [Fact]
    public void A_NaN_is_the_largest() => Assert.Equal(
        [double.NaN, double.NaN, 7], Tensor.Of([1.0, double.NaN, 3, 7], [1, 1, 1, 4]).MaxPool2d((1, 2), stride: 1).Flatten().ToArray<double>());

    [Fact]
    public void The_derivative_goes_to_the_largest_and_of_equal_ones_to_the_first()
    {
        var gradient = Gradient.Of(x => (x.MaxPool2d(2, 1) * Tensor.Of([1.0, 10, 100, 1000, 10000, 100000], [1, 1, 2, 3])).Sum(), X);
        Assert.Equal([0.0, 1, 0, 0, 0, 0, 110, 0, 1000, 0, 110000, 0], gradient.Flatten().ToArray<double>());
    }

    [Fact]
    public void Windows_that_do_not_fit_are_refused()
    {
        Assert.Contains(
            "MaxPool2d: a window of 4 with dilation 1 spans 4 pixels and the padded height of [1, 1, 3, 4] is 3 + 2 * 0 = 3.", Assert.Throws<ShapeException>(() => X.MaxPool2d(4)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "AveragePool2d: a padding of 2 for a window of 3. Expected at most half of the window", Assert.Throws<ArgumentException>(() => X.AveragePool2d(3, padding: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("the input is [3, 4]. Expected images", Assert.Throws<ShapeException>(() => X.Reshape([3, 4]).MaxPool2d(2)).Message, StringComparison.Ordinal);
    }
}
