using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The two-dimensional convolution (as everywhere in the field, without a flip: a cross-correlation) of images with weights:
    /// y[n, o, i, j] = sum over c, u, v of x[n, c, i stride + u dilation - padding, j stride + v dilation - padding] w[o, c, u, v].
    /// </summary>
    /// <param name="weight">[tasks; outputs, inputs / groups, kernel height, kernel width], shared by all tasks or one per task.</param>
    /// <param name="stride">How far the kernel moves. The default value is 1.</param>
    /// <param name="padding">Zeros around every image. The default value is 0.</param>
    /// <param name="dilation">How far one tap of the kernel is from the next. The default value is 1.</param>
    /// <param name="groups">Parts into which channels are divided; each part of the outputs sees its own part of the inputs. The default value is 1.</param>
    /// <returns>[tasks; n, outputs, floor((height + 2 padding - dilation (kernel - 1) - 1) / stride) + 1, the same of the width] of this [tasks; n, inputs, height, width]</returns>
    /// <exception cref="ShapeException">Shapes or tasks do not fit, the kernel is larger than the padded images, or the groups do not divide the channels.</exception>
    public Tensor Conv2d(Tensor weight, Extent? stride = null, Extent padding = default, Extent? dilation = null, int groups = 1) =>
        Convolve(weight, stride ?? 1, padding, dilation ?? 1, groups, "Conv2d");

    /// <summary>The one-dimensional convolution of sequences with weights: <see cref="Conv2d"/> along one axis.</summary>
    /// <param name="weight">[tasks; outputs, inputs / groups, kernel], shared by all tasks or one per task.</param>
    /// <param name="stride">How far the kernel moves.</param>
    /// <param name="padding">Zeros at both ends of every sequence.</param>
    /// <param name="dilation">How far one tap of the kernel is from the next.</param>
    /// <param name="groups">Parts into which channels are divided.</param>
    /// <returns>[tasks; n, outputs, floor((length + 2 padding - dilation (kernel - 1) - 1) / stride) + 1] of this [tasks; n, inputs, length]</returns>
    /// <inheritdoc cref="Conv2d"/>
    public Tensor Conv1d(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank != 3 || weight.Rank != 3)
            throw new ShapeException($"Conv1d: the input is {Form} and the weight {weight.Form}. Expected sequences [n, inputs, length] and a weight [outputs, inputs / groups, kernel].");
        var y = Expand(2).Convolve(weight.Expand(2), (1, stride), (0, padding), (1, dilation), groups, "Conv1d");
        return y.Reshape([y.Shape[0], y.Shape[1], y.Shape[3]]);
    }

    private Tensor Convolve(Tensor weight, Extent stride, Extent padding, Extent dilation, int groups, string operation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var (x, w) = OneDType(Floating(operation), weight.Floating(operation), operation);
        if (w.Rank != 4) throw new ShapeException($"{operation}: the weight is {w.Form}. Expected [outputs, inputs / groups, kernel height, kernel width].");
        var windows = Windows.Of(operation, (w.Shape[2], w.Shape[3]), stride, padding, dilation, groups);
        windows.Fit(x, operation);
        if (x.Shape[1] % groups != 0 || w.Shape[0] % groups != 0)
            throw new ShapeException($"{operation}: {groups} groups do not divide the {x.Shape[1]} channels of the input {x.Form} and the {w.Shape[0]} outputs of the weight {w.Form}. Expected a divisor of both.");
        if (w.Shape[1] * groups != x.Shape[1])
            throw new ShapeException($"{operation}: the input {x.Form} has {x.Shape[1]} channels and the weight {w.Form} takes {w.Shape[1]} in each of {groups} groups. Expected a weight [outputs, {x.Shape[1] / groups}, kernel height, kernel width].");
        int? tasks = OneTasks(x, w, operation);
        return new ConvolutionPrimitive(windows, x.Shape[2], x.Shape[3]).Apply(x.PerTask(tasks), w.PerTask(tasks));
    }
}

/// <summary>A convolution of images of a height and width, bilinear in images and weights.</summary>
internal sealed record ConvolutionPrimitive(Windows Windows, int Height, int Width) : Bilinear
{
    internal override Tensor Forward(Tensor[] x) => x[0].DType == DType.Float32 ? Forward<float>(x[0], x[1]) : Forward<double>(x[0], x[1]);

    internal override Tensor Left(Tensor cotangent, Tensor right) => new ConvolutionInputGradientPrimitive(Windows, Height, Width).Apply(cotangent, right);

    internal override Tensor Right(Tensor left, Tensor cotangent) => new ConvolutionWeightGradientPrimitive(Windows, Height, Width).Apply(left, cotangent);

    internal override IEnumerable<Example> Examples(Key key) => ConvolutionCase.Examples(
        key, c => (c.X, c.W),
        (c, x, w) => x.Conv2d(w, c.Stride, c.Padding, c.Dilation, c.Groups),
        (c, x, w, i) => c.Terms().Where(t => (t.N, t.O, t.P, t.Q) == (i[0], i[1], i[2], i[3])).Sum(t => x[t.N, t.Channel, t.Down, t.Right] * w[t.O, t.C, t.U, t.V]));

    private Tensor Forward<T>(Tensor x, Tensor w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = Windows.On(x.Shape[0], x.Shape[1], Height, Width, w.Shape[0]);
        int tasks = x.Tasks ?? 1;
        var y = Tensor.Allocate<T>([shape.Images, shape.OutHeight, shape.OutWidth, shape.Outputs], x.Tasks, x.IsWeak && w.IsWeak);
        var (left, right) = (Laid.Pixels(x), Laid.Taps(w));

        // The images of tasks that share their weights are the images of one task.
        var (times, together) = right.Shared && left.Follows ? (1, tasks) : (tasks, 1);
        var map = new ConvolutionForward(shape with { Images = shape.Images * together });
        y.By(new ConvolutionWork<T>(left, right, y, together, shape.OfImages(times, together, shape.OutHeight * shape.OutWidth), map.Run));
        return Laid.SeenPixels(y);
    }
}
