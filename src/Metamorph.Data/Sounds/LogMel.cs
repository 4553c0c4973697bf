namespace Metamorph.Data;

/// <summary>
/// How a sound becomes a picture: the logarithm of its power in bands of frequency (rows, from the lowest) over time (columns), a byte each.
/// 255 is the greatest power in the picture, 0 is <see cref="Range"/> decibels below it or less, and bytes between are even steps of decibels.
/// So how loud a recording is makes no difference.
/// </summary>
/// <remarks>Windows of Hann, the power spectrum, and triangles evenly spaced in mel as HTK has them (2595 log10(1 + f / 700 Hz)).</remarks>
/// <example><code>
/// byte[] picture = LogMel.Speech(16_000).Of(Wav.Read("hello.wav"));      // 40 bands x 49 frames
/// </code></example>
public sealed record LogMel
{
    /// <summary>Decibels between 0 and 255.</summary>
    public const double Range = 80;

    /// <summary>Says how.</summary>
    /// <param name="rate">Samples a second, in Hz, that every sound is brought to.</param>
    /// <param name="window">Samples that a frame sees.</param>
    /// <param name="hop">Samples from one frame to the next.</param>
    /// <param name="bands">Bands of frequency.</param>
    /// <param name="frames">Frames of a picture.</param>
    /// <param name="low">Where the lowest band begins, in Hz.</param>
    /// <param name="high">Where the highest band ends, in Hz; null: at half of the rate, the highest frequency that there is.</param>
    /// <exception cref="ArgumentException">A number is not positive, the frequencies are none that the rate has, or a band is too narrow.</exception>
    public LogMel(int rate, int window, int hop, int bands, int frames, double low = 0, double? high = null)
    {
        const int Longest = 1 << 20;
        foreach (var (number, what) in new[] { (rate, "rate"), (window, "window"), (hop, "hop"), (bands, "number of bands"), (frames, "number of frames") })
            if (number < 1) throw new ArgumentException($"the {what} is {number}. Expected at least 1.");
        if (window > Longest) throw new ArgumentException($"the window is of {window} samples. Expected at most {Longest}.");
        (Rate, Window, Hop, Bands, Frames, Low, High) = (rate, window, hop, bands, frames, low, high ?? rate / 2.0);
        if (!(Low >= 0 && Low < High && High <= Rate / 2.0))
            throw new ArgumentException(FormattableString.Invariant($"the bands reach from {Low} to {High} Hz. Expected 0 or more, then more, up to {Rate / 2.0} Hz, half of the rate."));
        long samples = (long)(frames - 1) * hop + window;
        if (samples > Array.MaxLength || (long)bands * frames > Array.MaxLength) throw new ArgumentException($"{bands} bands x {frames} frames over {samples} samples are more than an array holds. Expected fewer.");
        _ = MelBand.All(this, new(window));
    }

    /// <summary>Samples a second, in Hz, that every sound is brought to.</summary>
    public int Rate { get; }

    /// <summary>Samples that a frame sees.</summary>
    public int Window { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int Hop { get; }

    /// <summary>Bands of frequency.</summary>
    public int Bands { get; }

    /// <summary>Frames of a picture.</summary>
    public int Frames { get; }

    /// <summary>Where the lowest band begins, in Hz.</summary>
    public double Low { get; }

    /// <summary>Where the highest band ends, in Hz.</summary>
    public double High { get; }

    /// <summary>Samples that a picture sees. Of a longer sound it is the middle, and a shorter one has silence before and behind it.</summary>
    public int Samples => (Frames - 1) * Hop + Window;

    /// <summary>What a model sees: [1, bands, frames].</summary>
    public Shape Form => [1, Bands, Frames];

    /// <summary>What is usual for speech: frames of 32 ms, one every 20 ms, in 40 bands up to half of the rate.</summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    /// <param name="seconds">How much of a sound is seen; of one second 49 frames.</param>
    public static LogMel Speech(int rate, double seconds = 1)
    {
        int window = (int)Math.Round(0.032 * rate), hop = (int)Math.Round(0.02 * rate);
        return new(rate, window, hop, bands: 40, frames: 1 + (int)Math.Max(0, (seconds * rate - window) / Math.Max(1, hop)));
    }

    /// <summary>The picture of a sound.</summary>
    /// <param name="sound">The sound, of any length and rate.</param>
    /// <returns>Band after band from the lowest, a byte for each frame; of silence, zeros.</returns>
    public byte[] Of(Sound sound)
    {
        double[] powers = Powers(sound);
        double most = powers.Max();
        byte[] picture = new byte[powers.Length];
        if (most > 0)
            for (int i = 0; i < picture.Length; i++) picture[i] = (byte)Math.Round(255 * Math.Clamp(1 + 10 * Math.Log10(powers[i] / most) / Range, 0, 1));
        return picture;
    }

    /// <summary>The power in each band, frame after frame of a band.</summary>
    internal double[] Powers(Sound sound)
    {
        float[] samples = sound.Resample(Rate).Samples;
        var spectrum = new PowerSpectrum(Window);
        var bands = MelBand.All(this, spectrum);
        double[] power = new double[spectrum.Bins], powers = new double[Bands * Frames];

        // The sound's own place of what the picture sees first; negative: silence comes before it.
        int start = (samples.Length - Samples) / 2;
        float[] stretch = new float[Window];
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int i = 0, at = start + frame * Hop; i < Window; i++, at++) stretch[i] = at >= 0 && at < samples.Length ? samples[at] : 0;
            spectrum.Of(stretch, power);
            for (int b = 0; b < Bands; b++) powers[b * Frames + frame] = bands[b].Of(power);
        }

        return powers;
    }
}
