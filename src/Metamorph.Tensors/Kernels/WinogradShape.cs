namespace Metamorph.Tensors.Kernels;

/// <summary>The sizes of a convolution, 3 x 3, of stride 1, whose results are computed tile by tile, 2 x 2 of them from 4 x 4 pixels.</summary>
/// <remarks>Which convolutions are computed so depends on the sizes of an image alone: the bits of an image do not depend on how many there are.</remarks>
/// <param name="Images">How many images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Inputs">Channels of an image.</param>
/// <param name="Outputs">Channels of a result.</param>
/// <param name="Top">Rows of zeros above and below an image.</param>
/// <param name="Left">Zeros to the left and right of a row.</param>
internal readonly record struct WinogradShape(int Images, int Height, int Width, int Inputs, int Outputs, int Top, int Left)
{
    /// <summary>Taps of the window.</summary>
    internal const int Taps = 9;

    /// <summary>Products in place of them, for each tile.</summary>
    internal const int Products = 16;

    // Every register is then full, in floats as in doubles and at every width; with fewer channels the transforms outweigh the products.
    private const int Channels = 16, Fewest = 32;

    // Tiles of a block: few enough for their transforms to stay in the second-level cache beside those of the weights, and enough for
    // these to be read seldom.
    private const int Block = 64;

    /// <summary>Rows of a result.</summary>
    internal int OutHeight => Height + 2 * Top - 2;

    /// <summary>Pixels of a row of a result.</summary>
    internal int OutWidth => Width + 2 * Left - 2;

    /// <summary>Tiles from top to bottom.</summary>
    internal int Down => (OutHeight + 1) / 2;

    /// <summary>Tiles from left to right.</summary>
    internal int Across => (OutWidth + 1) / 2;

    /// <summary>Tiles of an image.</summary>
    internal int Tiles => Down * Across;

    /// <summary>How many images to take at a time: about as many each time.</summary>
    internal int Chunk => Parts(Images, Parts(Images, Math.Max(1, Block / Tiles)));

    /// <summary>The most tiles in a block.</summary>
    internal int Most => Math.Min(Block, Tiles * Chunk);

    /// <summary>Parts of the input channels of which the gradients can be computed apart, each full registers wide.</summary>
    internal int Slices => Inputs / Channels;

    /// <summary>Input channels of so many of these parts.</summary>
    internal static int ChannelsOf(int slices) => slices * Channels;

    /// <summary>Numbers of an image.</summary>
    internal int ImageSize => Height * Width * Inputs;

    /// <summary>Where the block after this one begins: all blocks of some images are about as large.</summary>
    /// <param name="first">Where this one begins.</param>
    /// <param name="tiles">Tiles of the images.</param>
    internal static int Next(int first, int tiles) => first + Parts(tiles - first, Parts(tiles - first, Block));

    /// <summary>The sizes of a convolution, or of its transpose in the weights; null if the sum over taps is faster.</summary>
    internal static WinogradShape? Forward(in ConvolutionShape s) =>
        Fits(s) && new WinogradShape(s.Images, s.Height, s.Width, s.Inputs, s.Outputs, s.Rows.Padding, s.Columns.Padding) is { Saves: true } shape ? shape : null;

    /// <summary>The sizes of its transpose in the images: with taps turned about and channels exchanged it is a convolution of the results.</summary>
    internal static WinogradShape? InputGradient(in ConvolutionShape s) =>
        Fits(s) && new WinogradShape(s.Images, s.OutHeight, s.OutWidth, s.Outputs, s.Inputs, 2 - s.Rows.Padding, 2 - s.Columns.Padding) is { Saves: true } shape ? shape : null;

    private static bool Fits(in ConvolutionShape s) => s.Groups == 1 && Fits(s.Rows) && Fits(s.Columns) && Fits(s.Inputs) && Fits(s.Outputs);

    private static bool Fits(Window window) => window is { Size: 3, Stride: 1, Dilation: 1, Padding: <= 2 };

    private static bool Fits(int channels) => channels >= Fewest && channels % Channels == 0;

    /// <summary>Whether a quarter of the products is saved, those of taps in the padding not counted: the transforms cost less than that.</summary>
    private bool Saves => 4L * Products * Tiles <= 3L * Met(Height, Top) * Met(Width, Left);

    /// <summary>Pairs of a result and a tap that meet a pixel of an axis.</summary>
    private static int Met(int size, int padding)
    {
        int met = 0;
        for (int shift = -padding; shift <= 2 - padding; shift++) met += Math.Max(0, Math.Min(size, size + 2 * padding - 2 + shift) - Math.Max(0, shift));
        return met;
    }

    private static int Parts(int count, int size) => (count + size - 1) / size;
}
