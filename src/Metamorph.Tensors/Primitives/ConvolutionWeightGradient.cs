using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>The cotangent of the weights of a convolution, bilinear in the images and the result's.</summary>
internal sealed record ConvolutionWeightGradientPrimitive(Windows Windows, int Height, int Width) : Bilinear
{
    internal override Tensor Forward(Tensor[] x) => x[0].DType == DType.Float32 ? Forward<float>(x[0], x[1]) : Forward<double>(x[0], x[1]);

    internal override Tensor Left(Tensor cotangent, Tensor right) => new ConvolutionInputGradientPrimitive(Windows, Height, Width).Apply(right, cotangent);

    internal override Tensor Right(Tensor left, Tensor cotangent) => new ConvolutionPrimitive(Windows, Height, Width).Apply(left, cotangent);

    internal override IEnumerable<Example> Examples(Key key) => ConvolutionCase.Examples(
        key, c => (c.X, c.Y),
        (c, x, y) => new ConvolutionWeightGradientPrimitive(c.Windows, c.X[2], c.X[3]).Apply(x.PerTask(y.Tasks), y.PerTask(x.Tasks)),
        (c, x, y, i) => c.Terms().Where(t => (t.O, t.C, t.U, t.V) == (i[0], i[1], i[2], i[3])).Sum(t => x[t.N, t.Channel, t.Down, t.Right] * y[t.N, t.O, t.P, t.Q]));

    private Tensor Forward<T>(Tensor x, Tensor cotangent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = Windows.On(x.Shape[0], x.Shape[1], Height, Width, cotangent.Shape[1]);
        int tasks = x.Tasks ?? 1;
        var w = Tensor.Allocate<T>([Windows.Rows.Size, Windows.Columns.Size, shape.GroupInputs, shape.Outputs], x.Tasks, x.IsWeak && cotangent.IsWeak);
        var (left, right) = (Laid.Pixels(x), Laid.Pixels(cotangent));
        var map = new ConvolutionWeightGradient(shape);
        w.By(new ConvolutionWork<T>(left, right, w, 1, Partition.OfProducts(shape.Products * tasks, tasks, map.Rows, map.Unit), map.Run));
        return Laid.SeenTaps(w);
    }
}
