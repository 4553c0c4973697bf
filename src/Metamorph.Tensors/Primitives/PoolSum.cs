using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The mean under every place of a window, channel by channel. Padding counts as zeros, as in the field's libraries by default.</summary>
    /// <param name="window">How many pixels the window sees.</param>
    /// <param name="stride">How far it moves; null: by its own size.</param>
    /// <param name="padding">How far it may reach beyond an image, at most half of its size.</param>
    /// <returns>[tasks; n, channels, floor((height + 2 padding - window) / stride) + 1, the same of the width] of this [tasks; n, channels, height, width]</returns>
    /// <exception cref="ShapeException">The tensor is no batch of images, or the window is larger than the padded images.</exception>
    public Tensor AveragePool2d(Extent window, Extent? stride = null, Extent padding = default)
    {
        var windows = Pooled(window, stride, padding, "AveragePool2d");
        return new PoolSumPrimitive(windows).Apply(this) * (1.0 / (window.Height * window.Width));
    }
}

/// <summary>The sum of the pixels under every place of a window.</summary>
internal sealed record PoolSumPrimitive(Windows Windows) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new PoolSpreadPrimitive(Windows, x[0].Shape[2], x[0].Shape[3]).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key) => PoolingCase.Examples(key).Select(c => new Example(
        x => new PoolSumPrimitive(c.Windows).Apply(x[0]), [c.X], (x, i) => c.Under(i).Sum(p => x[0][i[0], i[1], p.Down, p.Right])));

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var shape = Windows.Over(x.Shape);
        var y = Tensor.Allocate<T>([shape.Images, shape.OutHeight, shape.OutWidth, shape.Inputs], x.Tasks, x.IsWeak);
        var laid = Laid.Pixels(x);
        y.By(() =>
        {
            var pixels = laid.Read<T>();
            for (int t = 0; t < (x.Tasks ?? 1); t++) Pooling.Sum(shape, pixels[t], y.Target<T>().Slice(t * y.Size, y.Size));
        });
        return Laid.SeenPixels(y);
    }
}
