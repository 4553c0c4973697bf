namespace Metamorph.Data.Tests.Sounds;

/// <summary>Sounds as pictures of bands over time.</summary>
public sealed class LogMelTests
{
    [Fact]
    public void A_spectrum_is_the_transform_by_its_definition()
    {
        // A window of 50 samples is filled up to 64.
        float[] samples = [.. new Key(1).Normal([50]).ToArray<float>()];
        var spectrum = new PowerSpectrum(50);
        double[] power = new double[spectrum.Bins], seen = [.. samples.Select((x, n) => x * (0.5 - 0.5 * Math.Cos(2 * Math.PI * n / 50)))];
        spectrum.Of(samples, power);
        Assert.Equal(33, power.Length);
        for (int k = 0; k < power.Length; k++)
        {
            double real = 0, imaginary = 0;
            for (int n = 0; n < 50; n++) (real, imaginary) = (real + seen[n] * Math.Cos(2 * Math.PI * k * n / 64), imaginary - seen[n] * Math.Sin(2 * Math.PI * k * n / 64));

            // 1e-10: rounding of 64 doubles.
            Assert.Equal(real * real + imaginary * imaginary, power[k], 1e-10);
        }

        // Parseval: the power of all frequencies, those below zero like those above, is that of the samples.
        Assert.Equal(64 * seen.Sum(x => x * x), power[0] + power[32] + 2 * power[1..32].Sum(), 1e-9);
        Assert.Equal(500, spectrum.Frequency(4, 8000), 1e-9);
    }

    [Fact]
    public void Bands_are_triangles_evenly_spaced_in_mel()
    {
        // 1000 Hz are 1000 mel, which the scale was made for.
        Assert.Equal(1000, MelBand.Mel(1000), 0.1);
        Assert.Equal(1234, MelBand.Hertz(MelBand.Mel(1234)), 1e-9);
        var spectrum = new PowerSpectrum(512);
        var bands = MelBand.All(LogMel.Speech(16_000), spectrum);
        double[] sums = new double[spectrum.Bins];
        foreach (var band in bands)
            for (int k = 0; k < band.Weights.Length; k++) sums[band.First + k] += band.Weights[k];

        // Between the middles of the first and the last band, one falls as the next rises.
        double step = MelBand.Mel(8000) / 41;
        for (int k = 0; k < sums.Length; k++)
            if (MelBand.Mel(spectrum.Frequency(k, 16_000)) is var mel && mel > step && mel < 40 * step) Assert.Equal(1, sums[k], 1e-12);
        Refusal.Of<ArgumentException>(() => new LogMel(16_000, 512, 320, 128, 49), "band 0 of 128, 0 to 28 Hz, is narrower than the 31.2 Hz", "Take fewer bands or a longer window");
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    public void A_tone_lights_the_band_that_it_is_in(int rate)
    {
        var form = LogMel.Speech(8_000);
        Assert.Equal([1, 40, 49], form.Form);
        double step = MelBand.Mel(4000) / 41;
        foreach (int band in new[] { 3, 11, 20, 38 })
        {
            byte[] picture = form.Of(Wav.Of(WavBytes.Tone(MelBand.Hertz((band + 1) * step), rate, 1.2), "a.wav"));
            for (int frame = 0; frame < 49; frame++)
            {
                int[] column = [.. Enumerable.Range(0, 40).Select(b => (int)picture[b * 49 + frame])];
                Assert.Equal(band, Array.IndexOf(column, column.Max()));

                // The tone is the loudest that there is throughout, and 10 bands away there are at least 30 dB less.
                Assert.InRange(column[band], 250, 255);
                Assert.All(column.Index().Where(c => Math.Abs(c.Index - band) > 10), c => Assert.InRange(c.Item, 0, 255 - 30 * 255 / 80));
            }
        }
    }

    [Fact]
    public void A_byte_is_decibels_below_the_greatest()
    {
        var form = new LogMel(8_000, 256, 256, 20, 4);
        float[] noise = new Key(3).Normal([1024]).ToArray<float>();
        double[] powers = form.Powers(new(noise, 8_000));
        byte[] picture = form.Of(new(noise, 8_000));
        for (int i = 0; i < powers.Length; i++) Assert.Equal(255 * (1 + 10 * Math.Log10(powers[i] / powers.Max()) / 80), picture[i], 0.51);

        // How loud the sound is makes no difference, and a quarter that is 70 or 90 dB quieter is dark, or black.
        Assert.Equal(picture, form.Of(new([.. noise.Select(x => x / 64)], 8_000)));
        Assert.InRange(Quieter(70).Max(), 20, 50);
        Assert.Equal(0, Quieter(90).Max());
        Assert.All(form.Of(new(new float[1024], 8_000)), b => Assert.Equal(0, b));

        byte[] Quieter(double decibels)
        {
            byte[] heard = form.Of(new([.. noise.Select((x, i) => i < 768 ? x : x * (float)Math.Pow(10, -decibels / 20))], 8_000));
            return [.. Enumerable.Range(0, 20).Select(b => heard[b * 4 + 3])];
        }
    }

    [Fact]
    public void A_short_sound_lies_in_the_middle_and_of_a_long_one_the_middle_is_seen()
    {
        var form = new LogMel(8_000, 256, 128, 20, 9);
        Assert.Equal(1280, form.Samples);
        float[] noise = new Key(4).Normal([1280]).ToArray<float>();
        byte[] whole = form.Of(new(noise, 8_000));
        float[] before = new Key(5).Normal([300]).ToArray<float>();
        Assert.Equal(whole, form.Of(new([.. before, .. noise, .. before], 8_000)));

        byte[] shorter = form.Of(new(noise[512..768], 8_000));
        for (int b = 0; b < 20; b++)
        {
            Assert.True(shorter[b * 9 + 4] > 0);
            Assert.All((int[])[0, 1, 2, 6, 7, 8], frame => Assert.Equal(0, shorter[b * 9 + frame]));
        }

        Assert.All(form.Of(new([], 8_000)), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Settings_that_make_no_picture_are_refused()
    {
        Refusal.Of<ArgumentException>(() => new LogMel(8_000, 256, 0, 40, 49), "the hop is 0", "Expected at least 1");
        Refusal.Of<ArgumentException>(() => new LogMel(8_000, 256, 160, 40, 49, 0, 5_000), "the bands reach from 0 to 5000 Hz", "up to 4000 Hz, half of the rate");
        Refusal.Of<ArgumentException>(() => new LogMel(8_000, 256, 160, 40, 49, 2_000, 1_000), "from 2000 to 1000 Hz");
        Refusal.Of<ArgumentException>(() => new LogMel(8_000, 1 << 30, 160, 40, 49), "the window is of 1073741824 samples");
        Refusal.Of<ArgumentException>(() => new LogMel(8_000, 256, 1 << 30, 40, 49), "more than an array holds");
    }
}
