using System.Buffers.Binary;
using System.IO.Compression;

namespace Metamorph.Data.Tests;

/// <summary>
/// PNG files of every kind, written from samples by the words of the specification and by nothing of what is tested.
/// </summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample.</param>
/// <param name="Colour">The colour type.</param>
internal sealed record PngFile(int Width, int Height, int Depth, int Colour)
{
    private static readonly (int X, int Y, int Across, int Down)[] Adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal int Samples => Colour switch { 0 or 3 => 1, 2 => 3, 4 => 2, _ => 4 };

    internal bool Interlaced { get; init; }

    /// <summary>The filter of a row; null: all five after one another.</summary>
    internal int? Filter { get; init; }

    internal byte[]? Colours { get; init; }

    internal byte[]? Transparency { get; init; }

    /// <summary>In how many chunks the pixels come.</summary>
    internal int Parts { get; init; } = 1;

    /// <summary>The sample of every pixel, row after row: [height, width, samples].</summary>
    internal byte[] Of(int[] samples)
    {
        byte[] pixels = Compressed(Rows(samples));
        List<byte> file = [.. Signature, .. Chunk("IHDR", Header)];
        if (Colours is not null) file.AddRange(Chunk("PLTE", Colours));
        if (Transparency is not null) file.AddRange(Chunk("tRNS", Transparency));
        file.AddRange(Chunk("tEXt", "Comment\0passed over"u8.ToArray()));
        for (int part = 0; part < Parts; part++) file.AddRange(Chunk("IDAT", pixels[(pixels.Length * part / Parts)..(pixels.Length * (part + 1) / Parts)]));
        return [.. file, .. Chunk("IEND", [])];
    }

    internal static byte[] Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    internal byte[] Header
    {
        get
        {
            byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, (byte)Depth, (byte)Colour, 0, 0, (byte)(Interlaced ? 1 : 0)];
            BinaryPrimitives.WriteInt32BigEndian(header, Width);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
            return header;
        }
    }

    internal static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type.Select(c => (byte)c), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4..^4)));
        return chunk;
    }

    internal static byte[] Compressed(byte[] rows)
    {
        using var to = new MemoryStream();
        using (var stream = new ZLibStream(to, CompressionLevel.Optimal)) stream.Write(rows);
        return to.ToArray();
    }

    /// <summary>Bit by bit: the remainder of the polynomial division.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xffffffff;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xedb88320;
        }

        return crc ^ 0xffffffff;
    }

    internal byte[] Rows(int[] samples)
    {
        List<byte> rows = [];
        int filtered = 0;
        foreach (var (x0, y0, across, down) in Interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            byte[]? above = null;
            for (int y = y0; y < Height; y += down)
            {
                List<int> row = [];
                for (int x = x0; x < Width; x += across) row.AddRange(samples.Skip((y * Width + x) * Samples).Take(Samples));
                if (row.Count == 0) break;
                byte[] packed = Packed(row);
                int filter = Filter ?? filtered++ % 5;
                rows.Add((byte)filter);
                rows.AddRange(Filtered(filter, packed, above ?? new byte[packed.Length]));
                above = packed;
            }
        }

        return [.. rows];
    }

    private byte[] Packed(List<int> row)
    {
        string bits = string.Concat(row.Select(s => Convert.ToString(s, 2).PadLeft(Depth, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }

    private IEnumerable<byte> Filtered(int filter, byte[] row, byte[] above)
    {
        int step = Math.Max(1, Samples * Depth / 8);
        for (int i = 0; i < row.Length; i++)
        {
            var (a, b, c) = (i < step ? 0 : row[i - step], (int)above[i], i < step ? 0 : above[i - step]);
            yield return (byte)(row[i] - filter switch
            {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                _ => new[] { a, b, c }.MinBy(p => Math.Abs(a + b - c - p)),
            });
        }
    }
}
