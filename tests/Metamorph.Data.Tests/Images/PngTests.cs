namespace Metamorph.Data.Tests;

/// <summary>PNG files of every kind, each pixel known.</summary>
public sealed class PngTests
{
    public static TheoryData<int, int> Kinds => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_pixel_is_what_the_file_says_whatever_filter_interlace_and_size(int colour, int depth)
    {
        // Narrower and lower than the first pixels of some passes, odd in bits and bytes, and larger than a pass's cell.
        foreach (var (width, height) in new[] { (1, 1), (3, 2), (5, 5), (9, 17), (33, 11) })
        {
            foreach (bool interlaced in new[] { false, true })
            {
                foreach (int? filter in new int?[] { null, 0, 1, 2, 3, 4 })
                {
                    var kind = new PngFile(width, height, depth, colour) { Interlaced = interlaced, Filter = filter, Colours = colour == 3 ? Colours(1 << depth) : null, Parts = 1 + width % 3 };
                    int[] samples = Samples(kind, seed: width + height);
                    var picture = Png.Read(kind.Of(samples), "a.png");
                    Assert.Equal((width, height, colour is 0 or 4 ? 1 : 3), (picture.Width, picture.Height, picture.Channels));
                    Assert.Equal(Expected(kind, samples), picture.Pixels.ToArray());
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_transparent_colour_is_white(int depth)
    {
        int greatest = (1 << depth) - 1;

        // Above the depth the key's bits do not count.
        byte[] key = depth == 16 ? [0, 0] : [0xff, (byte)(0xff << depth & 0xff)];
        var grey = new PngFile(3, 1, depth, 0) { Transparency = key };
        Assert.Equal([255, 255, 255], Png.Read(grey.Of([0, greatest, 0]), "a.png").Pixels.ToArray());
        Assert.Equal([0, 255, 0], Png.Read((grey with { Transparency = [0xff, 0xff] }).Of([0, greatest, 0]), "a.png").Pixels.ToArray());
        if (depth < 8) return;
        var rgb = new PngFile(2, 1, depth, 2) { Transparency = [0, 1, 0, 2, 0, 3] };
        Assert.Equal([255, 255, 255, 255, 0, 0], Png.Read(rgb.Of([1, 2, 3, greatest, 0, 0]), "a.png").Pixels.ToArray());
    }

    [Fact]
    public void Opacities_of_a_palette_are_over_white_and_a_palette_of_greys_is_grey()
    {
        var kind = new PngFile(3, 1, 2, 3) { Colours = [10, 20, 30, 0, 0, 255, 200, 100, 0], Transparency = [255, 51] };

        // 51/255 = 1/5 of the colour and 4/5 of white.
        Assert.Equal([10, 20, 30, 204, 204, 255, 200, 100, 0], Png.Read(kind.Of([0, 1, 2]), "a.png").Pixels.ToArray());
        var grey = Png.Read((kind with { Colours = [7, 7, 7, 9, 9, 9], Transparency = null }).Of([1, 0, 1]), "a.png");
        Assert.Equal([9, 7, 9], grey.Pixels.ToArray());
        Assert.Equal(1, grey.Channels);
    }

    [Fact]
    public void A_file_of_another_program_is_read()
    {
        // 5x5 pixels of a red dot, with opacity: the example of https://en.wikipedia.org/wiki/Data_URI_scheme.
        var dot = Png.Read(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="), "dot.png");
        string drawn = string.Concat(Enumerable.Range(0, 25).Select(i => (dot.Pixels[3 * i], dot.Pixels[3 * i + 1], dot.Pixels[3 * i + 2]) switch { (255, 0, 0) => '#', (255, 255, 255) => '.', _ => '?' }));
        Assert.Equal(".###.###############.###.", drawn);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_is_read_again(int channels)
    {
        byte[] pixels = new byte[7 * 5 * channels];
        new Random(1).NextBytes(pixels);
        byte[] file = Png.Write(new(7, 5, channels, pixels));
        var picture = Png.Read(file, "a.png");
        Assert.Equal(pixels, picture.Pixels.ToArray());
        Assert.Equal((7, 5, channels), (picture.Width, picture.Height, picture.Channels));

        // Its checksums are right by the other way of computing them, too.
        Assert.Equal(PngFile.Chunk("IEND", []), file[^12..]);
        Assert.Equal(PngFile.Crc(file.AsSpan(12, 17)), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(29)));
    }

    [Fact]
    public void Damage_is_named()
    {
        var kind = new PngFile(4, 4, 8, 0);
        byte[] good = kind.Of(Samples(kind, 1));
        Refusal.Of<FormatException>(() => Png.Read("JFIF...."u8.ToArray(), "a.png"), "a.png: no PNG file", "4A464946");
        for (int length = 0; length < good.Length; length++)
        {
            byte[] cut = good[..length];
            Refusal.Of<FormatException>(() => Png.Read(cut, "a.png"), "a.png: ", "fetch");
        }

        // Any changed byte of a chunk fails its checksum, its length or the order.
        for (int at = 8; at < good.Length; at++)
        {
            byte[] changed = [.. good];
            changed[at] ^= 0x20;
            Assert.Throws<FormatException>(() => Png.Read(changed, "a.png"));
        }

        Refuse("colour type 5", (kind with { Colour = 5 }).Header);
        Refuse("with 3 bits", (kind with { Depth = 3 }).Header);
        Refuse("0x4 pixels", (kind with { Width = 0 }).Header);
        Refuse("at most 67108864", (kind with { Width = 1 << 16, Height = 1 << 16 }).Header);
        Refuse("header of the PNG file has 3 bytes", [1, 2, 3]);
        Refuse("too few for the 8192x8192", (kind with { Width = 8192, Height = 8192 }).Header);
        Refuse("has a chunk IDAT first", null);
        Refuse("end before the 20 bytes", kind.Header, rows: new byte[19]);
        Refuse("go on after the 20 bytes", kind.Header, rows: new byte[21]);
        Refuse("has the filter 5", kind.Header, rows: [5, .. new byte[19]]);
        Refuse("colour 9 of a palette of 1", (kind with { Colour = 3 }).Header, rows: [0, 9, .. new byte[18]], before: PngFile.Chunk("PLTE", [1, 2, 3]));
        Refuse("there is none", (kind with { Colour = 3 }).Header);
        Refuse("has 4 bytes. Expected 3 for each", (kind with { Colour = 3 }).Header, before: PngFile.Chunk("PLTE", [1, 2, 3, 4]));
        Refuse("transparent colour of 3 bytes", kind.Header, before: PngFile.Chunk("tRNS", [1, 2, 3]));
        Refuse("a chunk CgBI", kind.Header, before: PngFile.Chunk("CgBI", []));
        Refuse("a chunk IHDR later on", kind.Header, before: PngFile.Chunk("IHDR", kind.Header));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_goes_off()
    {
        // 100 MB of zeros behind a header of 16 pixels, and a header of 64 million pixels before a few bytes.
        byte[] bomb = [.. PngFile.Signature, .. PngFile.Chunk("IHDR", new PngFile(4, 4, 8, 0).Header), .. PngFile.Chunk("IDAT", PngFile.Compressed(new byte[100_000_000])), .. PngFile.Chunk("IEND", [])];
        byte[] boast = [.. PngFile.Signature, .. PngFile.Chunk("IHDR", new PngFile(8192, 8192, 16, 6).Header), .. PngFile.Chunk("IDAT", PngFile.Compressed(new byte[1000])), .. PngFile.Chunk("IEND", [])];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => Png.Read(bomb, "a.png"));
        Assert.Throws<FormatException>(() => Png.Read(boast, "a.png"));

        // The compressed bytes are copied once; a hundredth of what would come out.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bomb.Length + 500_000);
    }

    private static void Refuse(string found, byte[]? header, byte[]? rows = null, byte[]? before = null)
    {
        byte[] file = [.. PngFile.Signature, .. header is null ? [] : PngFile.Chunk("IHDR", header), .. before ?? [], .. PngFile.Chunk("IDAT", PngFile.Compressed(rows ?? new byte[20])), .. PngFile.Chunk("IEND", [])];
        Refusal.Of<FormatException>(() => Png.Read(file, "a.png"), "a.png: ", found);
    }

    private static byte[] Colours(int count)
    {
        byte[] colours = new byte[3 * count];
        new Random(count).NextBytes(colours);
        return colours;
    }

    private static int[] Samples(PngFile kind, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, kind.Width * kind.Height * kind.Samples).Select(_ => random.Next(1 << kind.Depth))];
    }

    /// <summary>The definition in real numbers: the nearest byte to 255 times (value opacity + 1 - opacity).</summary>
    private static byte[] Expected(PngFile kind, int[] samples)
    {
        if (kind.Colour == 3) return [.. samples.SelectMany(s => kind.Colours!.Skip(3 * s).Take(3))];
        double greatest = (1 << kind.Depth) - 1;
        return [.. samples.Chunk(kind.Samples).SelectMany(pixel =>
        {
            bool hasOpacity = kind.Colour is 4 or 6;
            double opacity = hasOpacity ? pixel[^1] / greatest : 1;
            return pixel[..^(hasOpacity ? 1 : 0)].Select(s => (byte)Math.Floor(255 * (s / greatest * opacity + 1 - opacity) + 0.5 + 1e-9));
        })];
    }
}
