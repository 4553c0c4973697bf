namespace Metamorph.Data.Tests;

/// <summary>Pictures as values, and what resizing makes of them.</summary>
public sealed class PictureTests
{
    [Fact]
    public void Bytes_that_are_no_picture_are_refused()
    {
        Refusal.Of<ArgumentException>(() => new Picture(2, 3, 1, new byte[5]), "5 bytes for a picture of 2x3 pixels of 1 channels");
        Refusal.Of<ArgumentException>(() => new Picture(2, 3, 2, new byte[12]), "2 channels. Expected 1, grey, or 3");
        Refusal.Of<ArgumentException>(() => new Picture(0, 3, 1, []), "0x3");
        Refusal.Of<ArgumentException>(() => new Picture(1, 1, 1, [0]).Resize(1 << 16, 1 << 16), "65536 rows of 65536");
    }

    [Fact]
    public void Grey_and_colour_turn_into_one_another()
    {
        var grey = new Picture(2, 1, 1, [10, 200]);
        Assert.Equal([10, 10, 10, 200, 200, 200], grey.ToColour().Pixels.ToArray());
        Assert.Equal([10, 200], grey.ToColour().ToGrey().Pixels.ToArray());
        Assert.False(grey.ToColour().HasColour);
        var colour = new Picture(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
        Assert.True(colour.HasColour);

        // 0.299, 0.587 and 0.114 of 255.
        Assert.Equal([76, 150, 29], colour.ToGrey().Pixels.ToArray());
        Assert.Equal([0, 255, 255, 255, 0, 255, 255, 255, 0], colour.Inverted().Pixels.ToArray());
    }

    [Theory]
    [InlineData(7, 5, 1)]
    [InlineData(3, 9, 3)]
    public void A_size_that_it_has_changes_nothing_and_one_colour_stays_one(int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(3).NextBytes(pixels);
        var picture = new Picture(width, height, channels, pixels);
        Assert.Same(picture, picture.Resize(width, height));
        Array.Fill(pixels, (byte)77);
        foreach (var (w, h) in new[] { (1, 1), (2, 31), (40, 3), (width, 4) })
            Assert.Equal(Enumerable.Repeat((byte)77, w * h * channels), picture.Resize(w, h).Pixels.ToArray());
    }

    [Fact]
    public void Mirrored_and_resized_is_resized_and_mirrored()
    {
        byte[] pixels = new byte[17 * 3 * 3];
        new Random(4).NextBytes(pixels);
        var picture = new Picture(17, 3, 3, pixels);
        Assert.Equal(Mirrored(picture.Resize(6, 4)).Pixels.ToArray(), Mirrored(picture).Resize(6, 4).Pixels.ToArray());

        static Picture Mirrored(Picture p) => new(p.Width, p.Height, 3, [.. Enumerable.Range(0, p.Height).SelectMany(y =>
            Enumerable.Range(0, p.Width).Reverse().SelectMany(x => p.Pixels.Slice((y * p.Width + x) * 3, 3).ToArray()))]);
    }

    [Fact]
    public void A_very_narrow_picture_needs_no_more_room_between_than_its_ends()
    {
        // Across first would need 4 million rows of 100 pixels.
        var narrow = new Picture(1, 1 << 22, 1, new byte[1 << 22]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(100, narrow.Resize(100, 2).Width);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 26);
    }

    [Fact]
    public void Omniglot_shrinks_to_what_Pillow_made_of_it()
    {
        string omniglot = Path.Combine(Environment.GetEnvironmentVariable("METAMORPH_DATA") ?? "", "omniglot");
        Assert.SkipUnless(File.Exists(Path.Combine(omniglot, "bits105.idx2.gz")), "no Omniglot in METAMORPH_DATA");
        const int Side = 105, Small = 28;
        var bits = Idx.Read(Path.Combine(omniglot, "bits105.idx2.gz"));
        var small = Idx.Read(Path.Combine(omniglot, "images28.idx3.gz"));
        for (int image = 0; image < bits.Shape[0]; image += 40)
        {
            byte[] white = new byte[Side * Side];
            for (int i = 0; i < white.Length; i++) white[i] = (byte)((bits.Values[image * bits.Shape[1] + i / 8] >> (7 - i % 8) & 1) == 1 ? 0 : 255);
            var shrunk = new Picture(Side, Side, 1, white).Resize(Small, Small).Inverted();
            Assert.Equal(small.Values.AsSpan(image * Small * Small, Small * Small).ToArray(), shrunk.Pixels.ToArray());
        }
    }
}
