namespace Metamorph.Reports;

/// <summary>Where an axis is labelled: at round numbers, 1, 2 or 5 times a power of ten apart.</summary>
internal static class Ticks
{
    /// <summary>Ends of a range count as in it when they miss it by rounding alone.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The ticks of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="most">How many at most: at least 2.</param>
    internal static IReadOnlyList<double> Of(AxisRange range, int most) =>
        range.IsLog ? Log10(range.From, range.To, most) : Linear(range.From, range.To, most);

    /// <summary>All multiples of the smallest step of the form 1, 2 or 5 times a power of ten of which no more than so many are in the range.</summary>
    /// <param name="from">Where the range begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="most">How many at most: at least 2.</param>
    internal static IReadOnlyList<double> Linear(double from, double to, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        int power = (int)Math.Floor(Math.Log10((to - from) / most));
        while (true)
        {
            foreach (int digit in (int[])[1, 2, 5])
            {
                double first = Math.Ceiling(Times(from) - Rounding), last = Math.Floor(Times(to) + Rounding);
                if (last - first + 1 > most) continue;

                // A quotient by a power of ten is the nearest number to the decimal; a product with a negative power is not.
                return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => power < 0 ? (first + i) * digit / Math.Pow(10, -power) : (first + i) * digit * Math.Pow(10, power))];

                double Times(double end) => power < 0 ? end * Math.Pow(10, -power) / digit : end / Math.Pow(10, power) / digit;
            }

            power++;
        }
    }

    /// <summary>Powers of ten, with twice and five times each where there is room, or only every second, third, ... where there is not; where fewer than two are in the range, linear ticks.</summary>
    /// <inheritdoc cref="Linear"/>
    internal static IReadOnlyList<double> Log10(double from, double to, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        int first = (int)Math.Floor(Math.Log10(from)), last = (int)Math.Ceiling(Math.Log10(to));
        double[] all = In([1, 2, 5], _ => true);
        if (all.Length <= most) return all.Length >= 3 ? all : Linear(from, to, most);
        double[] powers = In([1], _ => true);
        if (powers.Length < 2) return Linear(from, to, most);
        int stride = (powers.Length + most - 1) / most;
        double[] round = In([1], p => p % stride == 0);
        return round.Length >= 2 ? round : [.. powers.Where((_, i) => i % stride == 0)];

        double[] In(int[] digits, Func<int, bool> wanted) =>
        [
            .. Enumerable.Range(first, last - first + 1).Where(wanted).SelectMany(p => digits.Select(d => p < 0 ? d / Math.Pow(10, -p) : d * Math.Pow(10, p)))
                .Where(v => v >= from * (1 - Rounding) && v <= to * (1 + Rounding)),
        ];
    }
}
