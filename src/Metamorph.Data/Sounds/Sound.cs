namespace Metamorph.Data;

/// <summary>A sound of one channel.</summary>
/// <param name="Samples">The pressure at each moment: -1 .. 1 is what a file of integers holds, one of numbers with a point may go beyond.</param>
/// <param name="Rate">Samples a second, in Hz.</param>
public sealed record Sound(float[] Samples, int Rate)
{
    /// <summary>How long it is, in seconds.</summary>
    public double Seconds => (double)Samples.Length / Rate;

    /// <summary>The same sound with another number of samples a second; what is too high for that number is taken out, so that it does not come back as a lower tone.</summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    /// <returns>A sound that is as long; this one, where the rate is its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive, or there would be more samples than an array holds.</exception>
    public Sound Resample(int rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return rate == Rate ? this : new(WindowedSinc.Resampled(Samples, Rate, rate), rate);
    }
}
