using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>The cotangent of the images of a convolution, bilinear in the result's and the weights.</summary>
internal sealed record ConvolutionInputGradientPrimitive(Windows Windows, int Height, int Width) : Bilinear
{
    internal override Tensor Forward(Tensor[] x) => x[0].DType == DType.Float32 ? Forward<float>(x[0], x[1]) : Forward<double>(x[0], x[1]);

    internal override Tensor Left(Tensor cotangent, Tensor right) => new ConvolutionPrimitive(Windows, Height, Width).Apply(cotangent, right);

    internal override Tensor Right(Tensor left, Tensor cotangent) => new ConvolutionWeightGradientPrimitive(Windows, Height, Width).Apply(cotangent, left);

    internal override IEnumerable<Example> Examples(Key key) => ConvolutionCase.Examples(
        key, c => (c.Y, c.W),
        (c, y, w) => new ConvolutionInputGradientPrimitive(c.Windows, c.X[2], c.X[3]).Apply(y.PerTask(w.Tasks), w.PerTask(y.Tasks)),
        (c, y, w, i) => c.Terms().Where(t => (t.N, t.Channel, t.Down, t.Right) == (i[0], i[1], i[2], i[3])).Sum(t => y[t.N, t.O, t.P, t.Q] * w[t.O, t.C, t.U, t.V]));

    private Tensor Forward<T>(Tensor cotangent, Tensor w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = Windows.On(cotangent.Shape[0], w.Shape[1] * Windows.Groups, Height, Width, w.Shape[0]);
        int tasks = cotangent.Tasks ?? 1;
        var x = Tensor.Allocate<T>([shape.Images, Height, Width, shape.Inputs], cotangent.Tasks, cotangent.IsWeak && w.IsWeak);
        var (left, right) = (Laid.Pixels(cotangent), Laid.Taps(w));
        var (times, together) = right.Shared && left.Follows ? (1, tasks) : (tasks, 1);
        var map = new ConvolutionInputGradient(shape with { Images = shape.Images * together });
        x.By(new ConvolutionWork<T>(left, right, x, together, shape.OfImages(times, together, Height * Width), map.Run));
        return Laid.SeenPixels(x);
    }
}
