using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Lines and points between two axes of numbers.</summary>
/// <inheritdoc/>
public sealed record Plot(string Title) : Chart(Title)
{
    /// <summary>The axis from left to right.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The axis from below to above.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>What is drawn, the last on top.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];

    /// <summary>The height, without the title and the legend.</summary>
    public double Height { get; init; } = 240;

    internal override IReadOnlyList<LegendEntry> Legend => Series.Count < 2 ? [] :
    [
        .. Series.Zip(Inks, (series, ink) => new LegendEntry(series.Name, (left, middle) => ink.Group(series.Sample(left, middle, ink)))).Where(e => e.Name.Length > 0),
    ];

    private protected override string Words =>
        $"A plot. From left to right: {Named(X)}; from below to above: {Named(Y)}. It shows: {string.Join(", ", Series.Select(s => s.Name).Where(n => n.Length > 0).DefaultIfEmpty("nothing with a name"))}.";

    private IReadOnlyList<Ink> Inks => Ink.Of([.. Series.Select(s => (s.Color, s.Muted))]);

    private protected override (IEnumerable<XElement> Content, double Height) Draw(double top)
    {
        if (!(Height is >= 60 and <= 10_000)) throw new ArgumentException($"the plot '{Title}' is {Height} high. Expected 60 to 10,000: 240 is usual.");
        foreach (var series in Series) series.Check();
        var axes = new Axes(
            X,
            Y,
            AxisRange.Of(X, Series.SelectMany(s => s.X)),
            AxisRange.Of(Y, Series.SelectMany(s => s.Heights)),
            top,
            Width,
            top + Height);

        // Bands of all series lie below their lines and points.
        var bands = Series.Zip(Inks, (series, ink) => ink.Group(series.Bands(axes.Canvas)));
        var marks = Series.Zip(Inks, (series, ink) => ink.Group(series.Draw(axes.Canvas, ink)));
        return ([.. axes.Draw(), axes.Clipped(bands.Concat(marks).Where(group => group.HasElements))], top + Height);
    }

    private static string Named(Axis axis) => axis.Title.Length > 0 ? axis.Title : "numbers";
}
