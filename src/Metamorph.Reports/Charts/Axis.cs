namespace Metamorph.Reports;

/// <summary>How numbers become places along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart. Numbers that are not above 0 have no place, and are gaps.</summary>
    Log10,
}

/// <summary>An axis of numbers.</summary>
/// <param name="Label">What the numbers are; empty: nothing is written.</param>
/// <param name="Unit">What they are counted in, written after the label in parentheses; null: nothing.</param>
public sealed record Axis(string Label = "", string? Unit = null)
{
    /// <summary>How numbers become places.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>Where the axis begins; null: a little before the smallest number.</summary>
    public double? From { get; init; }

    /// <summary>Where the axis ends; null: a little after the greatest number.</summary>
    public double? To { get; init; }

    /// <summary>The label with the unit.</summary>
    internal string Title => Unit is null ? Label : Label.Length == 0 ? Unit : $"{Label} ({Unit})";
}
