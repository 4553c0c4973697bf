using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>What the first chunk of a PNG file says of its picture (PNG specification, section 11.2.1).</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">0 grey, 2 red, green and blue, 3 places in a palette, 4 grey with opacity, 6 colour with opacity.</param>
/// <param name="Interlaced">Whether its rows come in seven passes.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, int Colour, bool Interlaced)
{
    internal const int Grey = 0;
    internal const int Rgb = 2;
    internal const int Palette = 3;
    internal const int GreyAlpha = 4;
    internal const int RgbAlpha = 6;
    private const int Size = 13;

    private static readonly PngPass[] AllAtOnce = [new(0, 0, 1, 1)];
    private static readonly PngPass[] Adam7 = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>The values of a pixel, opacity among them.</summary>
    internal int Samples => Colour switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

    /// <summary>The greatest value of a sample.</summary>
    internal int Greatest => (1 << Depth) - 1;

    internal PngPass[] Passes => Interlaced ? Adam7 : AllAtOnce;

    /// <summary>How many bytes its rows have, each with the byte of its filter.</summary>
    internal long RowsSize => Passes.Sum(p => p.Width(Width) == 0 ? 0 : p.Height(Height) * (1L + RowSize(p.Width(Width))));

    /// <summary>The bytes of a row of so many pixels.</summary>
    internal int RowSize(int width) => (int)(((long)width * Depth * Samples + 7) / 8);

    /// <exception cref="FormatException">No picture has such a header, or it is larger than is read.</exception>
    internal static PngHeader Of(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Size) throw Damage.Of(name, $"the header of the PNG file has {data.Length} bytes. Expected {Size}.");
        var (width, height) = PictureSize.Checked(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), name);
        var (depth, colour) = (data[8], data[9]);
        bool known = (colour, depth) is (Grey, 1 or 2 or 4 or 8 or 16) or (Palette, 1 or 2 or 4 or 8) or (Rgb or GreyAlpha or RgbAlpha, 8 or 16);
        if (!known) throw Damage.Of(name, $"the PNG file has pixels of colour type {colour} with {depth} bits a sample. Expected type 0 with 1, 2, 4, 8 or 16 bits, type 3 with 1, 2, 4 or 8, or type 2, 4 or 6 with 8 or 16.");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1) throw Damage.Of(name, $"the PNG file has compression {data[10]}, filter method {data[11]} and interlace method {data[12]}. Expected 0, 0 and 0 or 1.");
        return new(width, height, depth, colour, data[12] == 1);
    }
}
