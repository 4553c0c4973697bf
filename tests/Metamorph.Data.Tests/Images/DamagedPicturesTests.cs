using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Metamorph.Data.Tests;

/// <summary>Ten thousand changed files of each format: a picture or a refusal, never another exception, and no more memory than the header allows.</summary>
public sealed class DamagedPicturesTests
{
    private const int Files = 10_000;

    // Of a message, an exception, and the buffers that a decompressor has at any size.
    private const long Constant = 128 * 1024;

    [Fact]
    public void Png()
    {
        var random = new Random(1);
        List<byte[]> files = [];
        foreach (var (colour, depth) in new[] { (0, 1), (0, 16), (2, 8), (3, 2), (3, 8), (4, 8), (6, 8) })
        {
            foreach (bool interlaced in new[] { false, true })
            {
                var kind = new PngFile(9, 7, depth, colour) { Interlaced = interlaced, Parts = 2, Colours = colour == 3 ? new byte[12] : null, Transparency = colour switch { 0 => [0, 1], 3 => [9], _ => null } };
                int[] samples = [.. Enumerable.Range(0, 9 * 7 * kind.Samples).Select(_ => random.Next(Math.Min(4, 1 << depth)))];
                files.Add(kind.Of(samples));
                files.Add(Stored(kind, kind.Rows(samples)));
            }
        }

        Some(Mutations.Read(Files, files, f => Data.Png.Read(f, "a.png"), Allowed, (f, random) => random.Next(2) == 0 ? f : Mended(f)));

        // The picture, two rows of up to eight bytes a pixel, the compressed data side by side.
        static long Allowed(byte[] file)
        {
            if (file.Length < 24) return Constant;
            long width = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(16)), height = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(20));
            return Constant + file.Length + (width * (double)height > Picture.MostPixels ? 0 : 3 * width * height + 2 * 8 * width);
        }
    }

    [Fact]
    public void Bmp()
    {
        byte[] palette = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 3))];
        byte[] pixels = [.. Enumerable.Range(0, 96).Select(i => (byte)(i % 7 + 16 * (i % 5)))];
        byte[] runs = [3, 7, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 1, 9, 0, 0, 5, 8, 0, 1];
        byte[] halves = [3, 0x72, 0, 0, 0, 3, 0x12, 0x30, 0, 2, 1, 1, 1, 9, 0, 0, 5, 8, 0, 1];
        byte[][] files =
        [
            BmpFile.Of(5, 3, 1, pixels[..12], palette[..8]), BmpFile.Of(5, 3, 4, pixels[..12], palette), BmpFile.Of(3, -3, 8, new byte[12], palette), BmpFile.Of(5, 3, 16, pixels[..36]),
            BmpFile.Of(5, 3, 24, pixels[..48]), BmpFile.Of(5, -3, 32, pixels[..60]), BmpFile.Of(5, 3, 32, pixels[..60], compression: 6, masks: [0xff, 0xff00, 0xff0000, 0xff000000]),
            BmpFile.Of(5, 4, 8, runs, palette, compression: 1), BmpFile.Of(5, 4, 4, halves, palette, compression: 2),
            BmpFile.With([.. BmpFile.Int(12), 3, 0, 1, 0, 1, 0, 8, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 0, 0]),
        ];
        Some(Mutations.Read(Files, files, f => Data.Bmp.Read(f, "a.bmp"), Allowed));

        static long Allowed(byte[] file)
        {
            if (file.Length < 26) return Constant;
            bool core = file[14] == 12;
            long width = core ? BitConverter.ToUInt16(file, 18) : BitConverter.ToInt32(file, 18), height = core ? BitConverter.ToUInt16(file, 20) : BitConverter.ToInt32(file, 22);
            return Math.Abs(width * (double)height) > Picture.MostPixels ? Constant : Constant + 3 * Math.Abs(width * height);
        }
    }

    [Fact]
    public void Pnm()
    {
        byte[][] files = Array.ConvertAll(
            ["P1\n# bits\n4 3\n1010 0101 1010", "P2 3 2 9\n1 2 3 4 5 6\n", "P3 2 1 65535\n1 2 3 400 500 600", "P4 9 2\n\u00aa\u0080\u0055\u007f", "P5 4 2 255\nabcdefgh", "P5 2 2 999\n\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001", "P6 2 2 200\nabcdefghijkl"],
            Encoding.Latin1.GetBytes);

        // A byte holds eight pixels at most.
        Some(Mutations.Read(Files, files, f => Data.Pnm.Read(f, "a.pgm"), f => Constant + 8 * f.Length));
    }

    /// <summary>Both ends are reached: pixels that changed, and files that are refused.</summary>
    private static void Some(int read) => Assert.InRange(read, Files / 50, Files * 49 / 50);

    /// <summary>A file whose pixels are not compressed: what changes in it changes them and filters.</summary>
    private static byte[] Stored(PngFile kind, byte[] rows)
    {
        using var to = new MemoryStream();
        using (var stream = new ZLibStream(to, CompressionLevel.NoCompression)) stream.Write(rows);
        return
        [
            .. PngFile.Signature, .. PngFile.Chunk("IHDR", kind.Header), .. kind.Colours is null ? [] : PngFile.Chunk("PLTE", kind.Colours),
            .. kind.Transparency is null ? [] : PngFile.Chunk("tRNS", kind.Transparency), .. PngFile.Chunk("IDAT", to.ToArray()), .. PngFile.Chunk("IEND", []),
        ];
    }

    /// <summary>The file with every checksum right: of each chunk that it still has and, where they are not compressed, of the pixels.</summary>
    private static byte[] Mended(byte[] file)
    {
        byte[] mended = [.. file];
        for (long at = 8; at + 12 <= mended.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan((int)at));
            if (at + 12 + length > mended.Length) break;
            var typed = mended.AsSpan((int)at + 4, 4 + (int)length);

            // A single stored block: 2 bytes of zlib, 5 of the block, the rows, and their Adler-32.
            if (typed.StartsWith("IDAT"u8) && length > 11 && (typed[6] & 7) == 1 && BinaryPrimitives.ReadUInt16LittleEndian(typed[7..]) == length - 11)
            {
                var (a, b) = (1u, 0u);
                foreach (byte value in typed[11..^4]) (a, b) = ((a + value) % 65521, (a + value + b) % 65521);
                BinaryPrimitives.WriteUInt32BigEndian(typed[^4..], b << 16 | a);
            }

            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan((int)(at + 8 + length)), PngFile.Crc(typed));
            at += 12 + length;
        }

        return mended;
    }
}
