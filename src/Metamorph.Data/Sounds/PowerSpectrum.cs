using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Metamorph.Data;

/// <summary>The power of a stretch of sound at each frequency, seen through a Hann window.</summary>
internal sealed class PowerSpectrum
{
    private readonly double[] window;
    private readonly Complex[] values;

    /// <param name="samples">Samples of a stretch.</param>
    internal PowerSpectrum(int samples)
    {
        // The periodic window, whose shifts by half of it add up to one; zeros behind it fill up to a power of two.
        window = [.. Enumerable.Range(0, samples).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / samples))];
        values = new Complex[(int)BitOperations.RoundUpToPowerOf2((uint)samples)];
    }

    /// <summary>From 0 Hz to the Nyquist frequency.</summary>
    internal int Bins => values.Length / 2 + 1;

    /// <summary>The frequency of a bin, in Hz.</summary>
    internal double Frequency(int bin, int rate) => (double)bin * rate / values.Length;

    /// <summary>|X_k|^2 of the discrete Fourier transform X_k = sum_n w_n x_n exp(-2 pi i k n / N).</summary>
    /// <param name="samples">A stretch, from which samples may be missing at the end: they are zero.</param>
    /// <param name="power">A number for each bin.</param>
    internal void Of(ReadOnlySpan<float> samples, Span<double> power)
    {
        Array.Clear(values);
        for (int i = 0; i < samples.Length; i++) values[i] = window[i] * samples[i];
        Fourier.Forward(values, FourierOptions.NoScaling);
        for (int k = 0; k < power.Length; k++) power[k] = values[k].Real * values[k].Real + values[k].Imaginary * values[k].Imaginary;
    }
}
