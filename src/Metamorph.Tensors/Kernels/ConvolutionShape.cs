namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The sizes of a convolution. Images lie as [images, height, width, inputs], results as [images, outHeight, outWidth, outputs] and
/// weights as [taps down, taps across, inputs / groups, outputs]: channels last, so that the channels of a pixel are one run of memory.
/// </summary>
/// <param name="Images">How many images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Inputs">Channels of an image.</param>
/// <param name="Outputs">Channels of a result.</param>
/// <param name="Groups">Parts into which the channels are divided; each part of the outputs sees its own part of the inputs.</param>
/// <param name="Rows">The window from row to row.</param>
/// <param name="Columns">The window within a row.</param>
internal readonly record struct ConvolutionShape(int Images, int Height, int Width, int Inputs, int Outputs, int Groups, Window Rows, Window Columns)
{
    // Images are taken chunk by chunk, so that what is read again and again stays in L2.
    private const int PixelsPerChunk = 400;

    /// <summary>Fewer channels than this do not fill a tile.</summary>
    internal const int Few = 6;

    /// <summary>Rows of a result.</summary>
    internal int OutHeight => Rows.Places(Height);

    /// <summary>Pixels of a row of a result.</summary>
    internal int OutWidth => Columns.Places(Width);

    /// <summary>Taps of the window.</summary>
    internal int Taps => Rows.Size * Columns.Size;

    /// <summary>Input channels of a group.</summary>
    internal int GroupInputs => Inputs / Groups;

    /// <summary>Output channels of a group.</summary>
    internal int GroupOutputs => Outputs / Groups;

    /// <summary>Products of a number of an image and a weight, those in the padding counted.</summary>
    internal long Products => (long)Images * OutHeight * OutWidth * Taps * GroupInputs * Outputs;

    /// <summary>How images can be shared out: several calls with some such convolutions each, or images of one.</summary>
    /// <param name="calls">How many calls.</param>
    /// <param name="together">Convolutions of a call.</param>
    /// <param name="pixels">Pixels of a result.</param>
    internal Partition OfImages(int calls, int together, int pixels) => Partition.OfProducts(Products * calls * together, calls, Images * together, Chunk(pixels));

    /// <summary>Numbers in all images.</summary>
    internal int ImageCount => Images * Height * Width * Inputs;

    /// <summary>Numbers in all results.</summary>
    internal int ResultCount => Images * OutHeight * OutWidth * Outputs;

    /// <summary>Numbers in the weights.</summary>
    internal int WeightCount => Taps * GroupInputs * Outputs;

    /// <summary>
    /// Whether padding is laid around the images: with few channels it costs less to read zeros than to treat results by the taps that they
    /// meet, out of the order of memory.
    /// </summary>
    internal bool HasBorder => GroupInputs < Few && (Rows.Padding > 0 || Columns.Padding > 0);

    /// <summary>The same convolution of images that have their padding around them.</summary>
    internal ConvolutionShape Bordered => this with
    {
        Height = Height + 2 * Rows.Padding, Width = Width + 2 * Columns.Padding, Rows = Rows with { Padding = 0 }, Columns = Columns with { Padding = 0 },
    };

    /// <summary>How many images to take at a time, for so many pixels of an image.</summary>
    internal int Chunk(int pixels) => Math.Clamp(PixelsPerChunk / Math.Max(1, pixels), 1, Math.Max(1, Images));

    /// <summary>Refuses memory of other sizes: the kernels read by pointer.</summary>
    internal void Require(int images, int weights, int results)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(images, ImageCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights, WeightCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(results, ResultCount);
    }
}
