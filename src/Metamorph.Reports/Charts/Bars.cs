using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>
/// Bars from left to right, a group for each category: names of any length are read, on a telephone as well. They begin at 0. The chart is
/// as high as it has bars.
/// </summary>
/// <param name="Title">What it shows; empty: nothing is written above it.</param>
/// <param name="Categories">What the groups are, from top to bottom.</param>
/// <param name="Series">The bars of each group, from top to bottom.</param>
public sealed record Bars(string Title, IReadOnlyList<string> Categories, IReadOnlyList<BarSeries> Series) : Chart(Title)
{
    private const double Thin = 9, Thick = 14, Gap = 8;

    /// <summary>The axis of their lengths, which is linear.</summary>
    public Axis Axis { get; init; } = new();

    internal override IReadOnlyList<LegendEntry> Legend => Series.Count < 2 ? [] :
    [
        .. Series.Zip(Inks, (series, ink) => new LegendEntry(series.Name, (left, middle) => ink.Group([Rectangle("bar", left + 4, middle - 5, 10, 10)]))),
    ];

    private protected override string Words =>
        $"Bars of {(Axis.Title.Length > 0 ? Axis.Title : "numbers")} for {string.Join(", ", Categories)}. It shows: {string.Join(", ", Series.Select(s => s.Name))}.";

    private IReadOnlyList<Ink> Inks => Ink.Of([.. Series.Select(_ => ((int?)null, false))]);

    private protected override (IEnumerable<XElement> Content, double Height) Draw(double top)
    {
        if (Axis.Scale == AxisScale.Log10) throw new ArgumentException($"the bars '{Title}' were to have a logarithmic axis, on which 0, where bars begin, has no place. Expected a linear axis, or points in a Plot.");
        foreach (var series in Series) Check(series);
        double bar = Series.Count == 1 ? Thick : Thin, group = Math.Max(1, Series.Count) * bar + Gap;
        double names = Math.Min(0.42 * Width, 10 + Categories.Select(c => TextWidth.Of(c, 12)).DefaultIfEmpty(0).Max());
        double height = Categories.Count * group + (Axis.Title.Length > 0 ? 40 : 22);
        var range = AxisRange.Of(Axis, Series.SelectMany(s => s.Values.Concat(s.Lower ?? []).Concat(s.Upper ?? [])).Append(0));
        var canvas = new Canvas(range, new(0, 1, false), names + 2, top + 2, Width - names - 14, Categories.Count * group);
        List<XElement> content = [.. Grid(canvas)];
        for (int c = 0; c < Categories.Count; c++)
            content.Add(Mark.Text(Categories[c], names - 4, canvas.Top + (c + 0.5) * group + 4, "name", 12, names - 6, "end"));
        foreach (var (series, (ink, s)) in Series.Zip(Inks.Select((ink, s) => (ink, s))))
            content.Add(ink.Group(Enumerable.Range(0, Categories.Count).SelectMany(c => Bar(canvas, series, c, canvas.Top + c * group + Gap / 2 + s * bar, bar))));
        content.Add(Mark.Stroke("axis", canvas.Across(0), canvas.Top, canvas.Across(0), canvas.Top + canvas.Height));
        return (content, top + height);
    }

    private IEnumerable<XElement> Grid(Canvas canvas)
    {
        double low = canvas.Top + canvas.Height;
        var ticks = Ticks.Of(canvas.X, 5);
        foreach (var (tick, label) in ticks.Zip(NumberText.Of(ticks)))
        {
            double at = canvas.Across(tick);
            yield return Mark.Stroke("grid", at, canvas.Top, at, low);
            yield return Mark.Text(label, Math.Min(at, Width - TextWidth.Of(label, 11) / 2), low + 14, "tick", 11, Width, "middle");
        }

        if (Axis.Title.Length > 0) yield return Mark.Text(Axis.Title, Width - 4, low + 32, "label", 12, Width - 8, "end");
    }

    private static IEnumerable<XElement> Bar(Canvas canvas, BarSeries series, int category, double top, double thickness)
    {
        double zero = canvas.Across(0), end = canvas.Across(series.Values[category]), middle = top + thickness / 2;
        if (double.IsNaN(end)) yield break;
        yield return Rectangle("bar", Math.Min(zero, end), top + 0.5, Math.Abs(end - zero), thickness - 1);
        if (series.Lower is null || series.Upper is null) yield break;
        var (low, high) = (canvas.Across(series.Lower[category]), canvas.Across(series.Upper[category]));
        if (!double.IsNaN(low + high)) yield return Mark.Stroke("whisker", low, middle, high, middle);
    }

    private static XElement Rectangle(string look, double left, double top, double width, double height) =>
        Markup.Drawn("rect", Markup.At("class", look), Markup.At("x", left), Markup.At("y", top), Markup.At("width", width), Markup.At("height", height));

    private void Check(BarSeries series)
    {
        int count = Categories.Count;
        if (series.Values.Count != count || (series.Lower?.Count ?? count) != count || (series.Upper?.Count ?? count) != count || series.Lower is null != series.Upper is null)
            throw new ArgumentException($"the bars '{series.Name}' are {series.Values.Count}, with {series.Lower?.Count ?? 0} lower and {series.Upper?.Count ?? 0} upper ends of intervals, for {count} categories. Expected one of each for every category, or no intervals.");
    }
}
