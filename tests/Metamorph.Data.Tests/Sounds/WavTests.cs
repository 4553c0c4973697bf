namespace Metamorph.Data.Tests.Sounds;

/// <summary>WAV files of every kind that is read, and those that are refused.</summary>
public sealed class WavTests
{
    // -1, -0.5, 0, 0.5 and the greatest number, in each kind of sample; the last are 1 - 2^(1 - bits).
    public static TheoryData<int, int, string, double> Kinds => new()
    {
        { 1, 8, "00 40 80 C0 FF", 1 - 1.0 / 128 },
        { 1, 16, "0080 00C0 0000 0040 FF7F", 1 - 1.0 / 32768 },
        { 1, 24, "000080 0000C0 000000 000040 FFFF7F", 1 - 1.0 / 8388608 },
        { 1, 32, "00000080 000000C0 00000000 00000040 FFFFFF7F", 1 },
        { 3, 32, "000080BF 000000BF 00000000 0000003F 0000803F", 1 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sample_is_read_whatever_its_kind(int tag, int bits, string samples, double greatest)
    {
        byte[] data = Convert.FromHexString(samples.Replace(" ", "", StringComparison.Ordinal));
        float[] expected = [-1, -0.5f, 0, 0.5f, (float)greatest];
        foreach (byte[] format in new[] { WavBytes.Format(tag, 1, 44_100, bits), WavBytes.Extensible(tag, 1, 44_100, bits) })
        {
            var sound = Wav.Of(WavBytes.File(format, WavBytes.Chunk("data", data)), "a.wav");
            Assert.Equal(expected, sound.Samples);
            Assert.Equal(44_100, sound.Rate);
            Assert.Equal(5 / 44_100.0, sound.Seconds, 1e-12);
        }

        // A moment is the mean of its channels.
        int bytes = bits / 8;
        byte[] two = [.. Enumerable.Range(0, 5).SelectMany(i => (byte[])[.. data[(i * bytes)..((i + 1) * bytes)], .. data[bytes..(2 * bytes)]])];
        Assert.Equal(expected.Select(s => (s - 0.5f) / 2), Wav.Of(WavBytes.File(WavBytes.Format(tag, 2, 8000, bits), WavBytes.Chunk("data", two)), "a.wav").Samples);
    }

    [Fact]
    public void Chunks_of_other_kinds_and_padding_are_passed_over()
    {
        byte[] list = WavBytes.Chunk("LIST", 1, 2, 3), format = WavBytes.Format(1, 1, 8000, 8), data = WavBytes.Chunk("data", 0x80, 0xC0, 0x40);
        Assert.Equal([0f, 0.5f, -0.5f], Wav.Of(WavBytes.File(list, format, list, data, list), "a.wav").Samples);

        // The byte of padding behind the last chunk may be missing.
        Assert.Equal([0f, 0.5f, -0.5f], Wav.Of(WavBytes.File(format, data).AsSpan()[..^1], "a.wav").Samples);
    }

    [Fact]
    public void A_sound_in_another_code_is_refused_by_its_tag()
    {
        byte[] data = WavBytes.Chunk("data", 0, 0);
        foreach (var (tag, name) in new[] { (2, "2 (0x0002), Microsoft ADPCM"), (7, "7 (0x0007), mu-law"), (0x55, "85 (0x0055), MP3"), (0x1234, "4660 (0x1234).") })
        {
            Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(tag, 1, 8000, 8), data), "a.wav"), $"a.wav: the sound is written with format tag {name}", "Expected 1, whole numbers, or 3", "Convert it");
            Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Extensible(tag, 1, 8000, 8), data), "a.wav"), $"a.wav: the sound is written with format tag {name}");
        }

        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(1, 1, 8000, 12), data), "a.wav"), "a sample has 12 bits", "Expected 8, 16, 24 or 32");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(3, 1, 8000, 64), data), "a.wav"), "a sample has 64 bits", "Expected 32");
        Refusal.Of<FormatException>(() => Wav.Of([.. "RIFX"u8, .. WavBytes.Tone(440, 8000, 1)[4..]], "a.wav"), "a.wav: no WAV file: it begins with 52494658");
        Refusal.Of<FormatException>(() => Wav.Of([], "a.wav"), "a.wav: no WAV file");
    }

    [Fact]
    public void A_damaged_file_is_refused_with_what_is_wrong()
    {
        byte[] whole = WavBytes.Of(8000, 1, 2, 3, 4), format = WavBytes.Format(1, 1, 8000, 16);
        Assert.Equal(4, Wav.Of(whole, "a.wav").Samples.Length);
        Refusal.Of<FormatException>(() => Wav.Of(whole.AsSpan()[..^1], "a.wav"), "a.wav: the chunk 'data' at byte 36 is said to have 8 bytes and there are 7", "cut short");
        Refusal.Of<FormatException>(() => Wav.Of(whole.AsSpan()[..36], "a.wav"), "a.wav: the file ends after 36 bytes without a chunk 'data'");
        Refusal.Of<FormatException>(() => Wav.Of(whole.AsSpan()[..12], "a.wav"), "without a chunk 'fmt '");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Chunk("data", 0, 0), format), "a.wav"), "the data at byte 20 come before a chunk 'fmt '");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(format, WavBytes.Chunk("data", 0, 0, 0)), "a.wav"), "3 bytes of samples, 2 for each moment");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(format, WavBytes.Chunk("data")), "a.wav"), "0 bytes of samples");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(1, 0, 8000, 16), WavBytes.Chunk("data", 0, 0)), "a.wav"), "0 channels of 16 bits are said to take 0 bytes");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(1, 1, 1, 16), WavBytes.Chunk("data", 0, 0)), "a.wav"), "1 samples a second", "1,000 to 1,000,000");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Format(3, 1, 8000, 32), WavBytes.Chunk("data", 0, 0, 0xC0, 0x7F)), "a.wav"), "sample 0 is NaN");
        Refusal.Of<FormatException>(() => Wav.Of(WavBytes.File(WavBytes.Chunk("fmt ", 1, 0, 1, 0), WavBytes.Chunk("data", 0, 0)), "a.wav"), "the format has 4 bytes");
    }

    [Fact]
    public void Whatever_is_in_a_file_gives_a_sound_or_says_what_is_wrong()
    {
        byte[] data = WavBytes.Chunk("data", [.. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))]), list = WavBytes.Chunk("LIST", 1, 2, 3);
        byte[][] good =
        [
            WavBytes.File(WavBytes.Format(1, 2, 8000, 8), data),
            WavBytes.File(list, WavBytes.Extensible(1, 1, 44_100, 24), list, data),
            WavBytes.File(WavBytes.Format(3, 2, 16_000, 32), data, list),
        ];

        // A sample of a byte becomes a float; the rest is an exception with its stack trace.
        int read = Mutations.Read(12_000, good, file => Wav.Of(file, "a.wav"), file => 65_536 + 4L * file.Length);
        Assert.InRange(read, 1_000, 11_000);
    }
}
