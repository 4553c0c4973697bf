namespace Metamorph.Data;

/// <summary>
/// A picture with a byte for every value, grey or in colour: what every decoder gives. What is transparent in a file is laid over white, as paper
/// would show it; values of other depths are scaled, so that the greatest of the file is 255, and rounded; profiles of colour are passed over.
/// </summary>
public sealed class Picture
{
    /// <summary>The most pixels of a picture that is read: 8192 times 8192. A header that says more is refused before memory is asked for.</summary>
    public const int MostPixels = 1 << 26;

    private readonly byte[] pixels;

    /// <summary>Takes pixels as they are.</summary>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1: grey; 3: red, green and blue.</param>
    /// <param name="pixels">Row after row from the top, pixel after pixel from the left, the channels of a pixel side by side; 0 is black.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes than the rest says, no pixels, or another number of channels.</exception>
    public Picture(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (channels is not (1 or 3)) throw new ArgumentException($"a picture of {channels} channels. Expected 1, grey, or 3, red, green and blue.");
        if (width < 1 || height < 1 || (long)width * height * channels != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes for a picture of {width}x{height} pixels of {channels} channels. Expected width x height x channels of them, and at least one pixel.");
        (Width, Height, Channels, this.pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1: grey; 3: red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Row after row from the top, pixel after pixel from the left, the channels of a pixel side by side.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Whether some pixel is no grey. A picture of three channels may be grey all the same.</summary>
    public bool HasColour
    {
        get
        {
            if (Channels == 1) return false;
            for (int i = 0; i < pixels.Length; i += 3)
                if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) return true;
            return false;
        }
    }

    /// <summary>The picture in grey: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).</summary>
    public Picture ToGrey()
    {
        if (Channels == 1) return this;
        byte[] grey = new byte[pixels.Length / 3];

        // The weights in 65536ths sum to 65536, so a grey stays what it is.
        for (int i = 0; i < grey.Length; i++) grey[i] = (byte)((19595 * pixels[3 * i] + 38470 * pixels[3 * i + 1] + 7471 * pixels[3 * i + 2] + 32768) >> 16);
        return new(Width, Height, 1, grey);
    }

    /// <summary>The picture in three channels, which are the same if it was grey.</summary>
    public Picture ToColour()
    {
        if (Channels == 3) return this;
        byte[] colour = new byte[checked(3 * pixels.Length)];
        for (int i = 0; i < pixels.Length; i++) colour.AsSpan(3 * i, 3).Fill(pixels[i]);
        return new(Width, Height, 3, colour);
    }

    /// <summary>The negative: black becomes white.</summary>
    public Picture Inverted() => new(Width, Height, Channels, Array.ConvertAll(pixels, p => (byte)(255 - p)));

    /// <summary>The picture at another size; the ratio of its sides is not kept. Lanczos resampling with three lobes, widened when it shrinks so that nothing is passed over.</summary>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">There are no pixels, or more than <see cref="MostPixels"/>.</exception>
    public Picture Resize(int width, int height)
    {
        if (width < 1 || height < 1 || (long)width * height > MostPixels) throw new ArgumentException($"a picture is to be resized to {height} rows of {width} pixels. Expected at least 1 and at most {MostPixels} pixels in all.");
        return width == Width && height == Height ? this : Lanczos.Resized(this, width, height);
    }
}
