using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The largest pixel under every place of a window, channel by channel; NaN if there is one. Of equal ones the first gets the derivative.</summary>
    /// <param name="window">How many pixels the window sees.</param>
    /// <param name="stride">How far it moves; null: by its own size, so that no pixel is seen twice.</param>
    /// <param name="padding">How far it may reach beyond an image, at most half of its size: pixels there are smaller than all others.</param>
    /// <returns>[tasks; n, channels, floor((height + 2 padding - window) / stride) + 1, the same of the width] of this [tasks; n, channels, height, width]</returns>
    /// <exception cref="ShapeException">The tensor is no batch of images, or the window is larger than the padded images.</exception>
    public Tensor MaxPool2d(Extent window, Extent? stride = null, Extent padding = default)
    {
        var windows = Pooled(window, stride, padding, "MaxPool2d");
        var index = new PoolIndexPrimitive(windows).Apply(this);

        // A pixel for each index, along the axis of all pixels of an image: in memory, with the channels last, this moves nothing.
        int n = Shape[0], channels = Shape[1];
        var (pixels, chosen) = (Permute(0, 2, 3, 1).Reshape([n, Shape[2] * Shape[3], channels]), index.Permute(0, 2, 3, 1).Reshape([n, index.Shape[2] * index.Shape[3], channels]));
        return new TakeAlongPrimitive(1).Apply(pixels, chosen).Reshape([n, index.Shape[2], index.Shape[3], channels]).Permute(0, 3, 1, 2);
    }

    private Windows Pooled(Extent window, Extent? stride, Extent padding, string operation)
    {
        var windows = Windows.Of(operation, window, stride ?? window, padding, 1);
        if (2 * padding.Height > window.Height || 2 * padding.Width > window.Width)
            throw new ArgumentException($"{operation}: a padding of {padding} for a window of {window}. Expected at most half of the window, so that it always sees a pixel.");
        Floating(operation);
        windows.Fit(this, operation);
        return windows;
    }
}

/// <summary>Where the largest pixel under every place of a window is: its number in the image, row after row.</summary>
internal sealed record PoolIndexPrimitive(Windows Windows) : Constant
{
    internal override IEnumerable<Example> Examples(Key key) => PoolingCase.Examples(key).Select(c => new Example(
        x => new PoolIndexPrimitive(c.Windows).Apply(x[0]), [c.X], (x, i) => Number(c.Under(i).MaxBy(p => x[0][i[0], i[1], p.Down, p.Right]), c.Width)));

    private static int Number((int Down, int Right) pixel, int width) => pixel.Down * width + pixel.Right;

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var shape = Windows.Over(x.Shape);
        var index = Tensor.Allocate<int>([shape.Images, shape.OutHeight, shape.OutWidth, shape.Inputs], x.Tasks);
        var laid = Laid.Pixels(x);
        index.By(() =>
        {
            var pixels = laid.Read<T>();
            for (int t = 0; t < (x.Tasks ?? 1); t++) Pooling.Largest(shape, pixels[t], index.Target<int>().Slice(t * index.Size, index.Size));
        });
        return Laid.SeenPixels(index);
    }
}
