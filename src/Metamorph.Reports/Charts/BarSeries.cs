namespace Metamorph.Reports;

/// <summary>One bar for each category of a <see cref="Bars"/> chart.</summary>
/// <param name="Name">What the bars are.</param>
/// <param name="Values">How long they are; where one is not finite there is no bar.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The lower end of an interval of each bar; null: there are none.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The upper end of an interval of each bar; null: there are none.</summary>
    public IReadOnlyList<double>? Upper { get; init; }
}
