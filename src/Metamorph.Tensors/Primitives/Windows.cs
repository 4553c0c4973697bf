using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>A window that moves over the last two axes of [n, channels, height, width], in a number of groups of channels; with its checks, which name the operation.</summary>
internal readonly record struct Windows(Window Rows, Window Columns, int Groups = 1)
{
    /// <summary>A window whose numbers make sense.</summary>
    internal static Windows Of(string operation, Extent size, Extent stride, Extent padding, Extent dilation, int groups = 1)
    {
        Require(size, 1, "window");
        Require(stride, 1, "stride");
        Require(padding, 0, "padding");
        Require(dilation, 1, "dilation");
        if (groups < 1) throw new ArgumentException($"{operation}: {groups} groups. Expected 1 or more.");
        return new(new(size.Height, stride.Height, padding.Height, dilation.Height), new(size.Width, stride.Width, padding.Width, dilation.Width), groups);

        void Require(Extent extent, int least, string what)
        {
            if (Math.Min(extent.Height, extent.Width) < least) throw new ArgumentException($"{operation}: a {what} of {extent}. Expected {least} or more.");
        }
    }

    /// <summary>Requires images, and that the window fits on them with their padding.</summary>
    internal void Fit(Tensor x, string operation)
    {
        if (x.Rank != 4) throw new ShapeException($"{operation}: the input is {x.Form}. Expected images [n, channels, height, width]: x.Expand(0) makes one image a batch, x.Expand(1) gives a channel axis.");
        Fit(Rows, x.Shape[2], "height");
        Fit(Columns, x.Shape[3], "width");

        void Fit(Window window, int size, string axis)
        {
            if (window.Places(size) < 1 || size + 2 * window.Padding < window.Span)
                throw new ShapeException(
                    $"{operation}: a window of {window.Size} with dilation {window.Dilation} spans {window.Span} pixels and the padded {axis} of {x.Form} is {size} + 2 * {window.Padding} = {size + 2 * window.Padding}. "
                    + $"Expected floor(({axis} + 2 padding - dilation (window - 1) - 1) / stride) + 1 to be 1 or more: use a smaller window or more padding.");
        }
    }

    /// <summary>The sizes of a convolution of images, one task's or all tasks'.</summary>
    internal ConvolutionShape On(int images, int inputs, int height, int width, int outputs) => new(images, height, width, inputs, outputs, Groups, Rows, Columns);

    /// <summary>The sizes of a window over images [n, channels, height, width], each channel by itself.</summary>
    internal ConvolutionShape Over(Shape images) => new(images[0], images[2], images[3], images[1], images[1], images[1], Rows, Columns);
}
