using System.Buffers.Binary;
using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>
/// Pictures in the PNG format (ISO/IEC 15948, https://www.w3.org/TR/png): grey, colour and palettes of every depth, transparent or not, interlaced or not.
/// No more memory is asked for than the header implies.
/// </summary>
public static class Png
{
    /// <summary>Reads the content of a file.</summary>
    /// <param name="file">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>The picture, over white where it is transparent; grey if the file is, or all colours of its palette are.</returns>
    /// <exception cref="FormatException">It is damaged, of another kind, or larger than <see cref="Picture.MostPixels"/>.</exception>
    public static Picture Read(ReadOnlyMemory<byte> file, string name)
    {
        if (!Is(file.Span)) throw Damage.Of(name, $"no PNG file: it begins with {Convert.ToHexString(file.Span[..Math.Min(8, file.Length)])}. Expected {Convert.ToHexString(PngChunks.Signature)}.");
        PngHeader? header = null;
        ReadOnlyMemory<byte>? colours = null;
        ReadOnlyMemory<byte>? transparency = null;
        List<ReadOnlyMemory<byte>> compressed = [];
        string before = "";
        foreach (var chunk in PngChunks.Of(file, name))
        {
            if ((header is null) != (chunk.Type == "IHDR")) throw Damage.Of(name, $"the PNG file has a chunk {chunk.Type} {(header is null ? "first" : "later on")}. Expected IHDR first, and once.");
            switch (chunk.Type)
            {
                case "IHDR":
                    header = PngHeader.Of(chunk.Data.Span, name);
                    break;
                case "PLTE" when colours is null && compressed.Count == 0:
                    colours = chunk.Data;
                    break;
                case "tRNS" when transparency is null && compressed.Count == 0:
                    transparency = chunk.Data;
                    break;
                case "IDAT" when compressed.Count == 0 || before == "IDAT":
                    compressed.Add(chunk.Data);
                    break;
                case "IEND":
                    break;
                case "PLTE" or "tRNS" or "IDAT":
                    throw Damage.Of(name, $"a chunk {chunk.Type} of the PNG file comes again or too late. Expected at most one PLTE and one tRNS, then all IDAT after one another.");
                default:
                    if (!chunk.Ancillary) throw new FormatException($"{name}: the PNG file has a chunk {chunk.Type} that its picture cannot be told without. Expected IHDR, PLTE, IDAT and IEND. Save it as plain PNG with another program.");
                    break;
            }

            before = chunk.Type;
        }

        return Decoded(header!, new(header!, colours, transparency, name), compressed, name);
    }

    /// <summary>Writes a picture: eight bits a value, not interlaced.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The content of a file.</returns>
    public static byte[] Write(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (8, (byte)(picture.Channels == 1 ? PngHeader.Grey : PngHeader.Rgb));
        using var rows = new MemoryStream();
        using (var stream = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            int size = picture.Width * picture.Channels;
            for (int y = 0; y < picture.Height; y++)
            {
                // Filter 0: what is written are small pictures, which filters do not make smaller.
                stream.WriteByte(0);
                stream.Write(picture.Pixels.Slice(y * size, size));
            }
        }

        return [.. PngChunks.Signature, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    internal static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(PngChunks.Signature);

    private static Picture Decoded(PngHeader header, PngPixels pixels, List<ReadOnlyMemory<byte>> compressed, string name)
    {
        using var data = new MemoryStream(compressed.Sum(c => c.Length));
        foreach (var part in compressed) data.Write(part.Span);
        data.Position = 0;
        using var rows = new PngRows(header, data, name);
        int size = header.Width * pixels.Channels;
        byte[] picture = new byte[size * header.Height];
        foreach (var pass in header.Passes)
        {
            int width = pass.Width(header.Width);
            if (width == 0) continue;
            for (int i = 0; i < pass.Height(header.Height); i++) pixels.Put(rows.Next(width, first: i == 0), width, picture.AsSpan((pass.Y + i * pass.Down) * size, size), pass);
        }

        rows.End();
        return new(header.Width, header.Height, pixels.Channels, picture);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.Of(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }
}
