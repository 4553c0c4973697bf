using System.Numerics;

namespace Metamorph.Data;

/// <summary>
/// Pictures in the BMP format of Windows and OS/2: palettes of 1, 4 and 8 bits, plain or in runs, and colours of 16, 24 and 32 bits, in fields of any
/// width, from the bottom up or from the top down. Opacity counts where the file says where it is; the fourth byte of 32 plain bits is passed over.
/// </summary>
public static class Bmp
{
    /// <summary>Reads the content of a file.</summary>
    /// <param name="file">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>The picture, over white where it is transparent; grey if all colours of its palette are.</returns>
    /// <exception cref="FormatException">It is damaged, of another kind, or larger than <see cref="Picture.MostPixels"/>.</exception>
    public static Picture Read(ReadOnlySpan<byte> file, string name)
    {
        if (!Is(file)) throw Damage.Of(name, $"no BMP file: it begins with {Convert.ToHexString(file[..Math.Min(2, file.Length)])}. Expected 424D.");
        var header = BmpHeader.Of(file, name);
        var pixels = file[header.PixelsAt..];
        if (!header.Runs && pixels.Length < header.RowSize * header.Height)
            throw Damage.Of(name, $"the BMP file has {pixels.Length} bytes for {header.Width}x{header.Height} pixels of {header.Depth} bits. Expected at least {header.RowSize * header.Height}.");
        int channels = header.Colours?.Channels ?? 3;
        byte[] picture = new byte[header.Width * header.Height * channels];
        if (header.Runs)
        {
            BmpRuns.Put(header, pixels, picture, name);
        }
        else
        {
            for (int y = 0; y < header.Height; y++)
                Put(header, pixels.Slice((int)(y * header.RowSize), (int)header.RowSize), picture.AsSpan((header.TopDown ? y : header.Height - 1 - y) * header.Width * channels, header.Width * channels), name);
        }

        return new(header.Width, header.Height, channels, picture);
    }

    internal static bool Is(ReadOnlySpan<byte> file) => file is [(byte)'B', (byte)'M', ..];

    private static void Put(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> to, string name)
    {
        int channels = to.Length / header.Width;
        for (int x = 0; x < header.Width; x++)
        {
            var pixel = to.Slice(x * channels, channels);
            if (header.Colours is { } palette)
            {
                int bit = x * header.Depth;
                palette.Colour(row[bit / 8] >> (8 - header.Depth - bit % 8) & (1 << header.Depth) - 1, name).CopyTo(pixel);
                continue;
            }

            uint bits = 0;
            int bytes = header.Depth / 8;
            for (int b = 0; b < bytes; b++) bits |= (uint)row[x * bytes + b] << (8 * b);
            var (alpha, opaque) = Field(bits, header.Masks[3]);
            for (int c = 0; c < 3; c++)
            {
                var (value, greatest) = Field(bits, header.Masks[c]);
                if (greatest == 0) continue;

                // Scaled to a byte first: fields may differ in width from that of the opacity.
                byte scaled = OverWhite.Of(value, greatest, greatest);
                pixel[c] = opaque == 0 ? scaled : OverWhite.Of(scaled, OverWhite.Of(alpha, opaque, opaque), 255);
            }
        }
    }

    private static (int Value, int Greatest) Field(uint bits, uint mask)
    {
        int low = BitOperations.TrailingZeroCount(mask);
        return mask == 0 ? (0, 0) : ((int)((bits & mask) >> low), (int)(mask >> low));
    }
}
