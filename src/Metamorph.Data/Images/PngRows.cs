using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>The rows of a PNG picture, decompressed one by one and with their filters undone (PNG specification, sections 9 and 10).</summary>
internal sealed class PngRows : IDisposable
{
    // A match of 258 bytes takes at least two bits (RFC 1951): no more can come out of what is there.
    private const int LargestRatio = 1032;

    private readonly PngHeader header;
    private readonly string name;
    private readonly ZLibStream stream;
    private byte[] row;
    private byte[] above;

    /// <param name="header">What the picture is like.</param>
    /// <param name="compressed">The data of all IDAT chunks.</param>
    /// <param name="name">The file, for messages.</param>
    /// <exception cref="FormatException">The data are too few for such a picture.</exception>
    internal PngRows(PngHeader header, MemoryStream compressed, string name)
    {
        if (header.RowsSize / LargestRatio > compressed.Length)
            throw Damage.Of(name, $"the PNG file has {compressed.Length} bytes of compressed pixels, too few for the {header.Width}x{header.Height} pixels that its header says: at most {LargestRatio} bytes can come of one. Expected a whole file.");
        (this.header, this.name) = (header, name);
        (row, above) = (new byte[header.RowSize(header.Width)], new byte[header.RowSize(header.Width)]);
        stream = new(compressed, CompressionMode.Decompress);
    }

    public void Dispose() => stream.Dispose();

    /// <summary>The next row.</summary>
    /// <param name="width">Its pixels.</param>
    /// <param name="first">Whether it is the first of a pass: the row above it counts as zeros.</param>
    /// <returns>Its bytes, until the next one is asked for.</returns>
    /// <exception cref="FormatException">The data are damaged, or end.</exception>
    internal ReadOnlySpan<byte> Next(int width, bool first)
    {
        (row, above) = (above, row);
        var bytes = row.AsSpan(0, header.RowSize(width));
        if (first) Array.Clear(above);
        Span<byte> filter = [0];
        Fill(filter);
        Fill(bytes);
        Undo(filter[0], bytes, above);
        return bytes;
    }

    /// <exception cref="FormatException">More than the rows came out.</exception>
    internal void End()
    {
        // At the end the checksum of the whole is verified, too.
        if (Some([0]) != 0) throw Damage.Of(name, $"the compressed pixels of the PNG file go on after the {header.RowsSize} bytes that its header implies. Expected as many.");
    }

    private void Fill(Span<byte> bytes)
    {
        for (int filled = 0; filled < bytes.Length;)
        {
            int came = Some(bytes[filled..]);
            if (came == 0) throw Damage.Of(name, $"the compressed pixels of the PNG file end before the {header.RowsSize} bytes that its header implies. Expected all of them.");
            filled += came;
        }
    }

    private int Some(Span<byte> bytes)
    {
        try
        {
            return stream.Read(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damage.Of(name, "the compressed pixels of the PNG file cannot be decompressed. Expected a zlib stream with its checksum.", e);
        }
    }

    private void Undo(byte filter, Span<byte> bytes, ReadOnlySpan<byte> above)
    {
        // What a filter takes for the byte on the left is of the pixel on the left; of pixels smaller than a byte, the byte before.
        int step = Math.Max(1, header.Depth * header.Samples / 8);
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = step; i < bytes.Length; i++) bytes[i] += bytes[i - step];
                break;
            case 2:
                for (int i = 0; i < bytes.Length; i++) bytes[i] += above[i];
                break;
            case 3:
                for (int i = 0; i < bytes.Length; i++) bytes[i] += (byte)(((i < step ? 0 : bytes[i - step]) + above[i]) / 2);
                break;
            case 4:
                for (int i = 0; i < bytes.Length; i++) bytes[i] += i < step ? above[i] : Paeth(bytes[i - step], above[i], above[i - step]);
                break;
            default:
                throw Damage.Of(name, $"a row of the PNG file has the filter {filter}. Expected 0 .. 4.");
        }
    }

    /// <summary>Of left, above and above left, the one nearest to left + above - above left; of equally near ones the first.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - 2 * corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
