namespace Metamorph.Data;

/// <summary>The size that the header of a file says, checked before memory is asked for.</summary>
internal static class PictureSize
{
    /// <exception cref="FormatException">There are no pixels, or more than are read.</exception>
    internal static (int Width, int Height) Checked(long width, long height, string name)
    {
        if (width < 1 || height < 1) throw Damage.Of(name, $"the header says {width}x{height} pixels. Expected at least one.");

        // Each is compared alone first, so that the product is no overflow.
        return width <= Picture.MostPixels && height <= Picture.MostPixels && width * height <= Picture.MostPixels
            ? ((int)width, (int)height)
            : throw new FormatException($"{name}: the header says {width}x{height} pixels. Expected at most {Picture.MostPixels} in all. Shrink the picture with another program; if it should be small, the file is damaged.");
    }
}
