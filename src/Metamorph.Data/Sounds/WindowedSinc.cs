using MathNet.Numerics;

namespace Metamorph.Data;

/// <summary>
/// Another sampling rate by the band-limited interpolation of Smith and Gossett 1984: each new sample is the sum of the old ones around its moment,
/// weighted by a sinc below the lower of the two Nyquist frequencies and a window of Blackman (Oppenheim and Schafer 2010, table 7.2).
/// </summary>
internal static class WindowedSinc
{
    // What is beyond the response's fall is 74 dB lower. Over 32 crossings of zero on each side it falls within 5.5 / 32 = 0.17 of the cutoff, and a
    // cutoff of 0.92 puts the middle of that so low that it is over at the Nyquist frequency.
    private const int Crossings = 32;
    private const double Cutoff = 0.92;

    // Weights repeat with the phase between the rates: 80 times for 44.1 kHz to 8 kHz. Where they hardly do, they are made sample by sample.
    private const long MostKept = 1 << 20;

    internal static float[] Resampled(ReadOnlySpan<float> from, int rate, int to)
    {
        int common = (int)Euclid.GreatestCommonDivisor(rate, to);
        long down = rate / common, up = to / common;
        long count = (from.Length * up + down - 1) / down;
        if (count > Array.MaxLength) throw new ArgumentOutOfRangeException(nameof(to), $"{from.Length} samples at {rate} Hz are {count} at {to} Hz. Expected at most {Array.MaxLength}. Ask for a lower rate.");

        // In samples of the old sound; below 1, because the cutoff is the lower Nyquist frequency.
        double cutoff = Cutoff * Math.Min(1, (double)to / rate);
        int half = (int)Math.Ceiling(Crossings / cutoff);
        double[][]? kept = up * 2 * half <= MostKept ? new double[up][] : null;
        double[] weights = new double[2 * half];
        float[] resampled = new float[count];
        for (long i = 0; i < count; i++)
        {
            // The new sample lies at (i down / up) old ones: a whole number and a fraction of up parts.
            long before = i * down / up, phase = i * down % up;
            if (kept is null) Fill(weights, (double)phase / up, half, cutoff);
            else if (kept[phase] is null) Fill(kept[phase] = new double[2 * half], (double)phase / up, half, cutoff);
            double[] row = kept?[phase] ?? weights;
            long first = before - half + 1;
            double sum = 0;
            for (int k = (int)Math.Max(0, -first); k < row.Length && first + k < from.Length; k++) sum += row[k] * from[(int)(first + k)];
            resampled[i] = (float)sum;
        }

        return resampled;
    }

    /// <summary>The weights of the old samples half - 1 before to half after a moment that is a fraction behind a sample.</summary>
    private static void Fill(Span<double> weights, double fraction, int half, double cutoff)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double t = k - half + 1 - fraction, turn = Math.PI * t / half;
            double window = Math.Abs(t) < half ? 0.42 + 0.5 * Math.Cos(turn) + 0.08 * Math.Cos(2 * turn) : 0;
            weights[k] = Trig.Sinc(cutoff * t) * window;
            sum += weights[k];
        }

        // A constant stays what it is, whatever the phase.
        for (int k = 0; k < weights.Length; k++) weights[k] /= sum;
    }
}
