namespace Metamorph.Data;

/// <summary>Mean and deviation of some numbers.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">The root of the mean square distance from it; 0 exactly if they are all the same.</param>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>Whether both could be computed.</summary>
    internal bool IsFinite => double.IsFinite(Mean) && double.IsFinite(Deviation);

    /// <summary>Measures them.</summary>
    /// <param name="numbers">At least one.</param>
    internal static Moments Of(IReadOnlyList<double> numbers)
    {
        // The mean of equal numbers is equal to them only to rounding, and what is left would be taken for a deviation.
        if (numbers.All(x => x == numbers[0])) return new(numbers[0], 0);
        double mean = numbers.Sum(x => x / numbers.Count);
        return new(mean, Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean) / numbers.Count)));
    }
}
