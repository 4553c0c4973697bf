using System.Buffers.Binary;
using System.IO.Compression;

namespace Metamorph.Data.Tests;

/// <summary>IDX files, plain and compressed, whole, damaged and boasting.</summary>
public sealed class IdxTests
{
    // Of a message, an exception, and the buffers that a decompressor has at any size.
    private const long Constant = 128 * 1024;

    private static readonly byte[] TwoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [Fact]
    public void Ten_thousand_damaged_files_are_read_or_refused() =>
        Assert.InRange(Mutations.Read(10_000, [TwoByThree, [0, 0, 8, 1, 0, 0, 0, 40, .. new byte[40]], [0, 0, 8, 0, 7]], f => Idx.Decompressed(f, "a.idx"), f => Constant + 2 * f.Length), 200, 9_800);

    [Fact]
    public void Ten_thousand_damaged_compressed_files_are_read_or_refused()
    {
        byte[] wide = [0, 0, 8, 3, 0, 0, 0, 50, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 300).Select(i => (byte)(i / 9))];
        byte[][] files = [Compressed(TwoByThree), Compressed(wide), Compressed(TwoByThree, CompressionLevel.NoCompression), Compressed(wide, CompressionLevel.NoCompression)];
        Assert.InRange(Mutations.Read(10_000, files, f => Idx.Decompressed(f, "a.gz"), Allowed, (f, random) => random.Next(2) == 0 ? f : Mended(f)), 200, 9_800);

        // What is decompressed is gathered in a buffer that doubles, copied out, and copied behind the header. A file that says more than it has gets no further than it goes.
        static long Allowed(byte[] file) => Constant + 2 * file.Length + 6 * 1032L * file.Length;
    }

    [Fact]
    public void A_bomb_is_refused_before_it_goes_off()
    {
        byte[] bomb = Compressed([.. TwoByThree, .. new byte[100_000_000]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of<FormatException>(() => Idx.Decompressed(bomb, "a.gz"), "a.gz: the compressed data are damaged: More than 18 bytes come out");

        // The file is copied once, with a mark behind it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bomb.Length + 200_000);
    }

    [Fact]
    public void Compressed_files_hold_what_plain_ones_do()
    {
        var idx = Idx.Decompressed(Compressed(TwoByThree), "a.gz");
        Assert.Equal([2, 3], idx.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], idx.Values);
        byte[] boast = [.. TwoByThree];
        BinaryPrimitives.WriteInt32BigEndian(boast.AsSpan(4), 700_000_000);
        Refusal.Of<FormatException>(() => Idx.Decompressed(Compressed(boast), "a.gz"), "a.gz: the header says [700000000, 3], 2100000000 values, and there are 6 bytes");
    }

    /// <summary>The file with the checksum right, where nothing is compressed: 10 bytes of gzip, 5 of the block, the content, its checksum and its length.</summary>
    private static byte[] Mended(byte[] file)
    {
        const int Before = 15, Behind = 8;
        if (file.Length < Before + Behind || file[10] != 1 || BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(11)) != file.Length - Before - Behind) return file;
        byte[] mended = [.. file];
        BinaryPrimitives.WriteUInt32LittleEndian(mended.AsSpan(^Behind..), PngFile.Crc(file.AsSpan(Before..^Behind)));
        return mended;
    }

    private static byte[] Compressed(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var to = new MemoryStream();
        using (var stream = new GZipStream(to, level)) stream.Write(content);
        return to.ToArray();
    }
}
