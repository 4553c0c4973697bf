namespace Metamorph.Tensors.Tests.Primitives;

public sealed class ConvolutionTests
{
    private static readonly Tensor Images = Tensor.Zeros([5, 3, 28, 20], tasks: 4);

    [Fact]
    public void A_convolution_slides_without_a_flip()
    {
        var x = Tensor.Of([1.0, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
        var w = Tensor.Of([1.0, 10, 100, 1000], [1, 1, 2, 2]);
        Assert.Equal([5421.0, 6532, 8754, 9865], x.Conv2d(w).Flatten().ToArray<double>());
        Assert.Equal([1000.0, 3200, 7040, 9865], x.Conv2d(w, stride: 2, padding: (1, 1)).Flatten().ToArray<double>());
    }

    [Fact]
    public void A_sequence_is_an_image_of_one_row()
    {
        var x = Tensor.Of([1.0, 2, 3, 4, 5], [1, 1, 5]);
        var w = Tensor.Of([1.0, 10], [1, 1, 2]);
        Assert.Equal("[1, 1, 3]", x.Conv1d(w, stride: 2, padding: 1, dilation: 2).Form);
        Assert.Equal([20.0, 42, 4], x.Conv1d(w, stride: 2, padding: 1, dilation: 2).Flatten().ToArray<double>());
    }

    [Fact]
    public void Weights_shared_by_tasks_are_the_same_weights_for_each()
    {
        var (x, w) = (new Key(1).Normal([2, 3, 7, 6], 4), new Key(2).Normal([5, 3, 3, 3]));
        Assert.Equal(x.Conv2d(w, 2, 1).ToArray<float>(), x.Conv2d(Tensor.StackTasks([w, w, w, w]), 2, 1).ToArray<float>());
    }

    [Fact]
    public void Channels_that_do_not_fit_are_refused_with_the_weight_that_would() => Refused(
        () => Images.Conv2d(Tensor.Zeros([64, 4, 3, 3])),
        "Conv2d: the input [4; 5, 3, 28, 20] has 3 channels and the weight [64, 4, 3, 3] takes 4 in each of 1 groups. Expected a weight [outputs, 3, kernel height, kernel width].");

    [Fact]
    public void A_kernel_larger_than_the_padded_images_is_refused_with_the_formula() => Refused(
        () => Images.Conv2d(Tensor.Zeros([64, 3, 3, 8]), padding: 1, dilation: 4),
        "spans 29 pixels and the padded width of [4; 5, 3, 28, 20] is 20 + 2 * 1 = 22. Expected floor((width + 2 padding - dilation (window - 1) - 1) / stride) + 1 to be 1 or more");

    [Fact]
    public void Groups_that_do_not_divide_are_refused() => Refused(
        () => Images.Conv2d(Tensor.Zeros([64, 1, 3, 3]), groups: 2),
        "2 groups do not divide the 3 channels of the input [4; 5, 3, 28, 20] and the 64 outputs of the weight [64, 1, 3, 3]. Expected a divisor of both.");

    [Fact]
    public void Weights_of_another_number_of_tasks_are_refused() => Refused(
        () => Images.Conv2d(Tensor.Zeros([64, 3, 3, 3], tasks: 7)),
        "Conv2d: [4; 5, 3, 28, 20] has 4 tasks and [7; 64, 3, 3, 3] has 7. Expected equal numbers of tasks, or one side without a task axis.");

    [Fact]
    public void Other_ranks_are_refused()
    {
        Refused(() => Tensor.Zeros([3, 28, 28]).Conv2d(Tensor.Zeros([64, 3, 3, 3])), "the input is [3, 28, 28]. Expected images [n, channels, height, width]: x.Expand(0) makes one image a batch");
        Refused(() => Images.Conv2d(Tensor.Zeros([64, 3, 3])), "the weight is [64, 3, 3]. Expected [outputs, inputs / groups, kernel height, kernel width]");
        Refused(() => Images.Conv1d(Tensor.Zeros([64, 3, 3])), "Conv1d: the input is [4; 5, 3, 28, 20] and the weight [64, 3, 3]. Expected sequences [n, inputs, length]");
    }

    [Fact]
    public void Numbers_that_make_no_window_are_refused()
    {
        var w = Tensor.Zeros([1, 3, 3, 3]);
        Assert.Contains("Conv2d: a stride of (0, 1). Expected 1 or more.", Assert.Throws<ArgumentException>(() => Images.Conv2d(w, stride: (0, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("Conv2d: a padding of -1. Expected 0 or more.", Assert.Throws<ArgumentException>(() => Images.Conv2d(w, padding: -1)).Message, StringComparison.Ordinal);
        Assert.Contains("Conv2d: 0 groups. Expected 1 or more.", Assert.Throws<ArgumentException>(() => Images.Conv2d(w, groups: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => Images.Cast(DType.Int32).Conv2d(w));
    }

    private static void Refused(Func<Tensor> run, string message) => Assert.Contains(message, Assert.Throws<ShapeException>(() => run()).Message, StringComparison.Ordinal);
}
