using System.Text;

namespace Metamorph.Data.Tests;

/// <summary>PBM, PGM and PPM files as their specifications show them.</summary>
public sealed class PnmTests
{
    [Theory]
    [InlineData("P1\n# an example\n3 2\n1 0 1\n010", 3, 2, 1, new byte[] { 0, 255, 0, 255, 0, 255 })]
    [InlineData("P1 3 1 101\n", 3, 1, 1, new byte[] { 0, 255, 0 })]
    [InlineData("P2 # grey\n#of three\n3 1 4 # and of four\n0 2 4", 3, 1, 1, new byte[] { 0, 128, 255 })]
    [InlineData("P2\r\n2\t1\r\n65535\r\n65535 32768 \r\n", 2, 1, 1, new byte[] { 255, 128 })]
    [InlineData("P3 1 2 255 1 2 3 40 50 60", 1, 2, 3, new byte[] { 1, 2, 3, 40, 50, 60 })]
    [InlineData("P4 9 2\n\u00aa\u0080\u0055\u007f", 9, 2, 1, new byte[] { 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255 })]
    [InlineData("P5#c\n2 1#d\n255\n#A", 2, 1, 1, new byte[] { (byte)'#', (byte)'A' })]
    [InlineData("P5 2 1 510\n\u0001\u00fe\0\u0002", 2, 1, 1, new byte[] { 255, 1 })]
    [InlineData("P6 1 1 15\n\u000f\0\u0005\n\n", 1, 1, 3, new byte[] { 255, 0, 85 })]
    public void Every_pixel_is_what_the_file_says(string text, int width, int height, int channels, byte[] pixels)
    {
        byte[] file = Encoding.Latin1.GetBytes(text);
        var picture = Pnm.Read(file, "a.pgm");
        Assert.Equal((width, height, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(pixels, picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData("P8 1 1", "no PBM, PGM or PPM file: it begins with 5038")]
    [InlineData("P5", "no PBM")]
    [InlineData("P5 3", "ends after 4 bytes. Expected the height, a number")]
    [InlineData("P5 x 3 255\n", "byte 3 is 78. Expected the width, a number")]
    [InlineData("P5 0 3 255\n", "0x3 pixels")]
    [InlineData("P5 1 1 65536\n\0\0", "the greatest value is 65536")]
    [InlineData("P5 1 1 0\n\0", "the greatest value is 0")]
    [InlineData("P5 9999 9999 255\n", "at most 67108864")]
    [InlineData("P5 9999999999999 1 255\n", "too many digits")]
    [InlineData("P5 3 1 255\nab", "3 bytes follow the header of 3x1 pixels. Expected at least 4")]
    [InlineData("P5 1 1 255#x", "byte 10 is 23. Expected one space before the pixels")]
    [InlineData("P5 1 1 255\nab", "byte 12 is 62. Expected the end")]
    [InlineData("P5 1 1 100\ne", "a value is 101. Expected at most 100")]
    [InlineData("P2 2 1 9 5", "2 bytes follow")]
    [InlineData("P2 2 1 9 5   ", "ends after 13 bytes. Expected a value")]
    [InlineData("P1 2 1 12", "byte 8 is 32. Expected a pixel, 0 or 1")]
    public void Damage_is_named(string text, string found)
    {
        byte[] file = Encoding.Latin1.GetBytes(text);
        Refusal.Of<FormatException>(() => Pnm.Read(file, "a.pgm"), "a.pgm: ", found);
    }
}
