namespace Metamorph.Data.Tests;

/// <summary>BMP files of every kind, byte by byte.</summary>
public sealed class BmpTests
{
    private static readonly byte[] Three = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0];

    [Fact]
    public void Colours_are_blue_green_red_in_rows_from_the_bottom_up_or_from_the_top_down()
    {
        // Two rows of one pixel, each padded to four bytes.
        byte[] pixels = [1, 2, 3, 99, 4, 5, 6, 99];
        Assert.Equal([6, 5, 4, 3, 2, 1], Read(BmpFile.Of(1, 2, 24, pixels)));
        Assert.Equal([3, 2, 1, 6, 5, 4], Read(BmpFile.Of(1, -2, 24, pixels)));
        Assert.Equal([6, 5, 4, 3, 2, 1], Read(BmpFile.Of(1, 2, 32, pixels)));
    }

    [Fact]
    public void Palettes_of_each_depth_are_looked_up()
    {
        // Colours 1 0 1, 2 0 1 and 2 1 0.
        Assert.Equal([6, 5, 4, 3, 2, 1, 6, 5, 4], Read(BmpFile.Of(3, 1, 1, [0b10100000, 0, 0, 0], Three[..8])));
        Assert.Equal([9, 8, 7, 3, 2, 1, 6, 5, 4], Read(BmpFile.Of(3, 1, 4, [0x20, 0x10, 0, 0], Three)));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Read(BmpFile.Of(3, 1, 8, [2, 1, 0, 0], Three)));

        // Greys alone make a grey picture.
        var grey = Bmp.Read(BmpFile.Of(2, 1, 1, [0b01000000, 0, 0, 0], [0, 0, 0, 0, 255, 255, 255, 0]), "a.bmp");
        Assert.Equal((1, 2), (grey.Channels, grey.Pixels.Length));
        Assert.Equal([0, 255], grey.Pixels.ToArray());

        // OS/2: sizes in two bytes, colours in three.
        byte[] core = BmpFile.With([.. BmpFile.Int(12), 3, 0, 1, 0, 1, 0, 8, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 0, 0]);
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Read(core));
    }

    [Fact]
    public void Fields_of_any_width_are_scaled_and_opacity_is_over_white()
    {
        // 5 bits each: 31, 0 and 16, 255 * 16/31 = 131.6.
        Assert.Equal([255, 0, 132], Read(BmpFile.Of(1, 1, 16, [0x10, 0x7c, 0, 0])));

        // 5, 6 and 5 bits: 0, 63 and 31.
        Assert.Equal([0, 255, 255], Read(BmpFile.Of(1, 1, 16, [0xff, 0x07, 0, 0], compression: 3, masks: [0xf800, 0x7e0, 0x1f])));

        // Red first in memory; and with 2 bits of opacity, two thirds of 90 and a third of white.
        Assert.Equal([1, 2, 3], Read(BmpFile.Of(1, 1, 32, [1, 2, 3, 0], compression: 3, masks: [0xff, 0xff00, 0xff0000])));
        Assert.Equal([145, 255, 85], Read(BmpFile.Of(1, 1, 32, [90, 255, 0, 0b10], compression: 6, masks: [0xff, 0xff00, 0xff0000, 0x3000000])));

        // The same masks within a header of version 4.
        byte[] version4 = [.. BmpFile.Int(108), .. BmpFile.Int(1), .. BmpFile.Int(1), 1, 0, 32, 0, .. BmpFile.Int(3), .. new byte[20], .. BmpFile.Int(0xff), .. BmpFile.Int(0xff00), .. BmpFile.Int(0xff0000), .. BmpFile.Int(0x3000000), .. new byte[52]];
        Assert.Equal([145, 255, 85], Read(BmpFile.With(version4, [], [90, 255, 0, 0b10])));
    }

    [Fact]
    public void Runs_are_repeated_pixels_single_ones_and_moves()
    {
        byte[] greys = [.. Enumerable.Range(0, 16).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i, (byte)0 })];

        // 5x3: three of 7, end of row; three single ones (and a byte to make it even); two right and one up, one of 9; end.
        byte[] runs = [3, 7, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 1, 9, 0, 1];
        Assert.Equal([0, 0, 0, 0, 9, 1, 2, 3, 0, 0, 7, 7, 7, 0, 0], Read(BmpFile.Of(5, 3, 8, runs, greys, compression: 1)));

        // Halves of bytes alternate.
        byte[] halves = [5, 0x12, 0, 0, 0, 3, 0x45, 0x60, 0, 1];
        Assert.Equal([4, 5, 6, 0, 0, 1, 2, 1, 2, 1], Read(BmpFile.Of(5, 2, 4, halves, greys, compression: 2)));

        Refuse(BmpFile.Of(5, 2, 8, [6, 7, 0, 1], greys, compression: 1), "goes to pixel 5 of row 0", "5x2");
        Refuse(BmpFile.Of(5, 2, 8, [0, 2, 0, 9, 0, 1], greys, compression: 1), "goes to pixel 0 of row 9");
        Refuse(BmpFile.Of(5, 2, 8, [5, 7, 0], greys, compression: 1), "end before the mark");
        Refuse(BmpFile.Of(5, 2, 8, [0, 5, 1, 2], greys, compression: 1), "end before the mark");
        Refuse(BmpFile.Of(5, -2, 8, [0, 1], greys, compression: 1), "from the top down");
    }

    [Fact]
    public void Damage_is_named()
    {
        byte[] good = BmpFile.Of(3, 2, 8, [0, 1, 2, 0, 2, 1, 0, 0], Three);
        for (int length = 0; length < good.Length; length++)
        {
            byte[] cut = good[..length];
            Refuse(cut);
        }

        Refuse("BM"u8.ToArray(), "header of the BMP file has 0 bytes");
        Refuse(good[..^1], "has 7 bytes for 3x2 pixels of 8 bits", "at least 8");
        Refuse(BmpFile.Of(3, 1, 8, [3, 0, 0, 0], Three), "colour 3 of a palette of 3");
        Refuse(BmpFile.Of(3, 1, 8, [0, 0, 0, 0]), "should have 256 colours, and there is room for 0");
        Refuse(BmpFile.Of(-3, 1, 8, [0, 0, 0, 0], Three), "-3x1 pixels");
        Refuse(BmpFile.Of(3, int.MinValue, 8, [0, 0, 0, 0], Three), "3x2147483648 pixels");
        Refuse(BmpFile.Of(1 << 14, 1 << 13, 8, [0, 0, 0, 0], Three), "at most 67108864");
        Refuse(BmpFile.Of(8192, 8192, 8, [0, 0, 0, 0], Three), "has 4 bytes for 8192x8192");
        Refuse(BmpFile.Of(1, 1, 24, [0, 0, 0, 0], compression: 4), "24 bits a pixel with compression 4", "PNG");
        Refuse(BmpFile.Of(1, 1, 32, [0, 0, 0, 0], compression: 3, masks: [0xf0f, 0, 0]), "a field of the BMP file is 00000f0f");
    }

    private static byte[] Read(byte[] file) => Bmp.Read(file, "a.bmp").Pixels.ToArray();

    private static void Refuse(byte[] file, params string[] parts) => Refusal.Of<FormatException>(() => Bmp.Read(file, "a.bmp"), ["a.bmp: ", .. parts]);
}
