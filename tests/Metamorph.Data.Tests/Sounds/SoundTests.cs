namespace Metamorph.Data.Tests.Sounds;

/// <summary>Other rates of sampling.</summary>
public sealed class SoundTests
{
    // Up and down, by simple and by odd ratios; the last has too many phases to keep their weights.
    [Theory]
    [InlineData(44_100, 8_000)]
    [InlineData(16_000, 8_000)]
    [InlineData(8_000, 16_000)]
    [InlineData(11_025, 16_000)]
    [InlineData(48_000, 44_100)]
    [InlineData(44_101, 16_001)]
    public void A_tone_stays_the_tone_that_it_is(int from, int to)
    {
        var resampled = Tone(440, from).Resample(to);
        Assert.Equal(to, resampled.Rate);
        Assert.Equal(0.5, resampled.Seconds, 1.0 / to);
        float[] expected = Tone(440, to).Samples;
        int edge = Edge(from, to);

        // 3e-4: the ripple of a window of Blackman, 74 dB below 1, and a little. At its ends the sound is cut off.
        for (int i = edge; i < expected.Length - edge; i++) Assert.Equal(expected[i], resampled.Samples[i], 3e-4);
    }

    [Theory]
    [InlineData(44_100, 8_000, 4_100)]
    [InlineData(44_100, 8_000, 7_560)]
    [InlineData(16_000, 8_000, 5_000)]
    [InlineData(44_101, 16_001, 9_000)]
    public void A_tone_too_high_for_the_new_rate_is_gone_and_comes_back_as_no_other(int from, int to, double hertz)
    {
        float[] samples = Tone(hertz, from).Resample(to).Samples;
        int edge = Edge(from, to);

        // 3e-4: 74 dB below 1, and a little.
        for (int i = edge; i < samples.Length - edge; i++) Assert.Equal(0, samples[i], 3e-4);
    }

    [Fact]
    public void A_constant_stays_and_so_does_a_sound_of_the_rate_asked_for()
    {
        var sound = new Sound([.. Enumerable.Repeat(0.25f, 2000)], 44_100);
        Assert.Same(sound, sound.Resample(44_100));
        Assert.All(sound.Resample(8_000).Samples[40..^40], s => Assert.Equal(0.25f, s, 1e-6));
        Assert.Throws<ArgumentOutOfRangeException>(() => sound.Resample(0));
        Refusal.Of<ArgumentOutOfRangeException>(() => new Sound(new float[10_000], 1_000).Resample(int.MaxValue), "10000 samples at 1000 Hz are", "Ask for a lower rate");
    }

    // Samples at either end that see the sound's end: 32 crossings of zero of the lower rate, at 0.92 of its Nyquist frequency.
    private static int Edge(int from, int to) => (int)(32 / 0.92 * to / Math.Min(from, to)) + 2;

    private static Sound Tone(double hertz, int rate) => new([.. Enumerable.Range(0, rate / 2).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / rate))], rate);
}
