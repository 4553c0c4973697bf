namespace Metamorph.Data;

/// <summary>
/// Pictures in the formats PBM, PGM and PPM (https://netpbm.sourceforge.net/doc/pnm.html): black and white, grey or colour, as text (P1, P2, P3) or in bytes
/// (P4, P5, P6), with values up to 65535.
/// </summary>
public static class Pnm
{
    /// <summary>Reads the content of a file that holds one picture.</summary>
    /// <param name="file">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="FormatException">It is damaged, of another kind, or larger than <see cref="Picture.MostPixels"/>.</exception>
    public static Picture Read(ReadOnlySpan<byte> file, string name)
    {
        if (!Is(file)) throw Damage.Of(name, $"no PBM, PGM or PPM file: it begins with {Convert.ToHexString(file[..Math.Min(2, file.Length)])}. Expected P1 .. P6.");
        int kind = file[1] - '0';
        bool bits = kind is 1 or 4;
        int channels = kind is 3 or 6 ? 3 : 1;
        var text = new PnmText(file, name);
        var (width, height) = PictureSize.Checked(text.Number("the width"), text.Number("the height"), name);
        int greatest = bits ? 1 : text.Number("the greatest value");
        if (greatest is < 1 or > ushort.MaxValue) throw Damage.Of(name, $"the greatest value is {greatest}. Expected 1 .. {ushort.MaxValue}.");

        int size = width * height * channels;
        int row = bits ? (width + 7) / 8 : width * channels * (greatest > byte.MaxValue ? 2 : 1);

        // As text, a value takes a digit at least and a space before the next one; black and white need none.
        long least = kind switch { 1 => size, 2 or 3 => 2L * size - 1, _ => 1 + (long)row * height };
        if (text.Left < least) throw Damage.Of(name, $"{text.Left} bytes follow the header of {width}x{height} pixels. Expected at least {least}.");
        byte[] pixels = new byte[size];
        if (kind <= 3)
        {
            for (int i = 0; i < size; i++) pixels[i] = bits ? text.Bit() : Scaled(text.Number("a value"), greatest, name);
        }
        else
        {
            var raster = text.Raster(row * (long)height);
            for (int i = 0; i < size; i++)
            {
                pixels[i] = bits ? (byte)((raster[i / width * row + i % width / 8] >> (7 - i % width % 8) & 1) == 1 ? 0 : 255)
                    : greatest > byte.MaxValue ? Scaled(raster[2 * i] << 8 | raster[2 * i + 1], greatest, name)
                    : Scaled(raster[i], greatest, name);
            }
        }

        text.End();
        return new(width, height, channels, pixels);
    }

    internal static bool Is(ReadOnlySpan<byte> file) => file is [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'#', ..];

    private static byte Scaled(int value, int greatest, string name) => value <= greatest
        ? OverWhite.Of(value, greatest, greatest)
        : throw Damage.Of(name, $"a value is {value}. Expected at most {greatest}, as the header says.");
}
