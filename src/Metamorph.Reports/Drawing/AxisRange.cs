namespace Metamorph.Reports;

/// <summary>The numbers that an axis spans, from below to above.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last, greater than the first.</param>
/// <param name="IsLog">Whether equal ratios are equally far apart; then both are above 0.</param>
internal sealed record AxisRange(double From, double To, bool IsLog)
{
    /// <summary>The share of the span that is left free before the smallest and after the greatest number.</summary>
    private const double Padding = 0.04;

    /// <summary>Numbers beyond it are gaps, as infinite ones are: the difference of two of them need not be a number.</summary>
    private const double Largest = 1e300;

    /// <summary>Numbers below it are as good as 0: a range of them has no places in between.</summary>
    private const double Smallest = 1e-290;

    /// <summary>The range of an axis that shows some numbers.</summary>
    /// <param name="axis">The axis; where it has ends of its own, these hold.</param>
    /// <param name="values">The numbers; those that the axis has no place for do not count.</param>
    /// <exception cref="ArgumentException">The ends of the axis are no range.</exception>
    internal static AxisRange Of(Axis axis, IEnumerable<double> values)
    {
        bool log = axis.Scale == AxisScale.Log10;
        double[] shown = [.. values.Where(v => IsShown(v, log)).Select(v => log ? Math.Log10(v) : v)];
        var (least, greatest) = shown.Length == 0 ? (0, 1) : (shown.Min(), shown.Max());

        // A range narrower than rounding has no places in between: such numbers stand in the middle.
        double size = Math.Max(Math.Abs(least), Math.Abs(greatest)), half = log ? 0.3 : size < Smallest ? 1 : 0.1 * size;
        var (from, to) = greatest - least > Math.Max(1e-9 * size, Smallest)
            ? (least - Padding * (greatest - least), greatest + Padding * (greatest - least))
            : (least - half, greatest + half);

        // Padding does not lead to numbers of another sign: an axis of errors begins at 0.
        if (!log && least >= 0 && from < 0) from = 0;
        else if (!log && greatest <= 0 && to > 0) to = 0;
        return new AxisRange(axis.From ?? Value(from), axis.To ?? Value(to), log).Checked(axis);

        double Value(double end) => log ? Math.Pow(10, end) : end;
    }

    /// <summary>The place of a number: 0 at the beginning, 1 at the end; NaN where it has none.</summary>
    internal double Place(double value)
    {
        if (!IsShown(value, IsLog)) return double.NaN;
        return IsLog ? Math.Log10(value / From) / Math.Log10(To / From) : (value - From) / (To - From);
    }

    /// <summary>The ends of an interval; on a logarithmic axis one that reaches down to 0 or below reaches down to where the axis begins.</summary>
    internal (double Low, double High) Ends(double low, double high) => (IsLog && double.IsFinite(low) ? Math.Max(low, From) : low, IsLog && double.IsFinite(high) ? Math.Max(high, From) : high);

    /// <summary>Whether a number has a place.</summary>
    internal static bool IsShown(double value, bool log) => Math.Abs(value) <= Largest && (!log || value > Smallest);

    private AxisRange Checked(Axis axis) => IsShown(From, IsLog) && IsShown(To, IsLog) && From < To ? this
        : throw new ArgumentException(FormattableString.Invariant(
            $"the axis '{axis.Title}' was to go from {From} to {To}. Expected finite numbers{(IsLog ? " above 0" : "")}, the first less than the second. Leave From or To out, and the range is found from the numbers shown."));
}
