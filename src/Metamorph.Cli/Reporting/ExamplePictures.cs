using Metamorph.Data;

namespace Metamorph.Cli.Reporting;

/// <summary>Examples of tasks as pictures, as the model sees them: turned, if they were.</summary>
/// <param name="Files">The content of a PNG file for each row of the one task.</param>
/// <param name="Width">How wide they are shown, in pixels of a page.</param>
internal sealed record ExamplePictures(IReadOnlyList<byte[]> Files, int Width)
{
    /// <summary>Pictures of fewer pixels are shown twice as large.</summary>
    private const int Small = 50;

    /// <summary>Larger pictures are shrunk, so that a page is no album.</summary>
    private const int Largest = 96;

    /// <summary>The pictures of one task.</summary>
    /// <param name="x">[1; n, channels, height, width], 0 to 1.</param>
    /// <param name="areSounds">Whether the first row is the lowest band, and belongs to the bottom.</param>
    internal static ExamplePictures Of(Tensor x, bool areSounds)
    {
        int count = x.Shape[0], channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        double[] values = x.ToDoubles();
        return new([.. Enumerable.Range(0, count).Select(i => Png.Write(Shrunk(Picture(i))))], width <= Small ? 2 * width : Math.Min(width, Largest));

        Picture Picture(int i)
        {
            byte[] pixels = new byte[channels * height * width];
            for (int c = 0; c < channels; c++)
            {
                for (int row = 0; row < height; row++)
                {
                    int to = areSounds ? height - 1 - row : row;
                    for (int column = 0; column < width; column++)
                        pixels[(to * width + column) * channels + c] = (byte)Math.Round(255 * Math.Clamp(values[((i * channels + c) * height + row) * width + column], 0, 1));
                }
            }

            return new(width, height, channels, pixels);
        }

        Picture Shrunk(Picture picture) => width <= Largest ? picture : picture.Resize(Largest, Math.Max(1, height * Largest / width));
    }
}
