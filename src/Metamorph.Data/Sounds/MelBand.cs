namespace Metamorph.Data;

/// <summary>
/// Frequencies as an ear tells them apart: a triangle over the bins of a spectrum, 1 at its middle and 0 at the middles of its neighbours, which are evenly
/// spaced in mel = 2595 log10(1 + f / 700 Hz). These are the filters of HTK (Young et al. 2006, The HTK Book, section 5.4): a wide band gathers
/// more than a narrow one.
/// </summary>
/// <param name="First">The first bin.</param>
/// <param name="Weights">What that bin and those that follow count.</param>
internal sealed record MelBand(int First, double[] Weights)
{
    internal static double Mel(double hertz) => 2595 * Math.Log10(1 + hertz / 700);

    internal static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>Bands side by side, from the lowest.</summary>
    /// <exception cref="ArgumentException">There is a band without a bin.</exception>
    internal static MelBand[] All(LogMel form, PowerSpectrum spectrum)
    {
        double low = Mel(form.Low), step = (Mel(form.High) - low) / (form.Bands + 1);
        var bands = new MelBand[form.Bands];
        for (int b = 0; b < bands.Length; b++)
        {
            double left = Hertz(low + b * step), middle = Hertz(low + (b + 1) * step), right = Hertz(low + (b + 2) * step);
            int[] bins = [.. Enumerable.Range(0, spectrum.Bins).Where(k => spectrum.Frequency(k, form.Rate) > left && spectrum.Frequency(k, form.Rate) < right)];
            if (bins.Length == 0)
                throw new ArgumentException(FormattableString.Invariant($"band {b} of {form.Bands}, {left:f0} to {right:f0} Hz, is narrower than the {spectrum.Frequency(1, form.Rate):f1} Hz that a window of {form.Window} samples tells apart. Expected a bin in each. Take fewer bands or a longer window."));
            bands[b] = new(bins[0], [.. bins.Select(k => spectrum.Frequency(k, form.Rate)).Select(f => f < middle ? (f - left) / (middle - left) : (right - f) / (right - middle))]);
        }

        return bands;
    }

    /// <summary>The power of a spectrum in the band.</summary>
    internal double Of(ReadOnlySpan<double> power)
    {
        double sum = 0;
        for (int k = 0; k < Weights.Length; k++) sum += Weights[k] * power[First + k];
        return sum;
    }
}
