namespace Metamorph.Data.Tests;

/// <summary>Files of pictures, told by their content.</summary>
public sealed class ImageFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("metamorph-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_a_file_is_says_its_beginning_and_not_its_name()
    {
        Assert.Equal([5], Read("a.bmp", Png.Write(new(1, 1, 1, [5]))).Pixels.ToArray());
        Assert.Equal([3, 2, 1], Read("a.png", BmpFile.Of(1, 1, 24, [1, 2, 3, 0])).Pixels.ToArray());
        Assert.Equal([7], Read("a", "P2 1 1 255 7"u8.ToArray()).Pixels.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { }, "an empty file")]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xe0 }, "a JPEG picture")]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61 }, "a GIF picture")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 9, 9, 9, 9, 0x57, 0x45, 0x42, 0x50, 1 }, "a WebP picture")]
    [InlineData(new byte[] { 0x49, 0x49, 42, 0 }, "a TIFF picture")]
    [InlineData(new byte[] { 1, 2, 3 }, "no picture that is known: it begins with 010203")]
    public void What_is_not_read_is_called_by_its_name(byte[] file, string kind) =>
        Refusal.Of<FormatException>(() => Read("a.png", file), Path.Combine(folder, "a.png"), kind, "PNG, BMP, PBM, PGM or PPM", "Save it as one of these");

    [Fact]
    public void Damage_is_named_with_the_file() =>
        Refusal.Of<FormatException>(() => Read("a.png", Png.Write(new(1, 1, 1, [5]))[..30]), Path.Combine(folder, "a.png"), "Expected a whole file");

    private Picture Read(string name, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(folder, name), content);
        return ImageFile.Read(Path.Combine(folder, name));
    }
}
