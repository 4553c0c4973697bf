using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>The title and the legend, in as many lines as they need.</summary>
internal sealed class Head
{
    private const double TitleLine = 18, LegendLine = 18, SampleWidth = 24, Gap = 14;
    private readonly IReadOnlyList<string> title;
    private readonly IReadOnlyList<IReadOnlyList<(LegendEntry Entry, double Left)>> rows;
    private readonly double width;

    internal Head(string title, IReadOnlyList<LegendEntry> legend, double width)
    {
        this.title = TextWidth.Lines(title, 14.5, width - 4);
        this.width = width;
        rows = Rows(legend);
    }

    /// <summary>The height of both.</summary>
    internal double Height => TitleLine * title.Count + LegendLine * rows.Count + 4;

    /// <summary>Both, from the top of the chart on.</summary>
    internal IEnumerable<XElement> Draw() =>
    [
        .. title.Select((line, i) => Mark.Text(line, 2, TitleLine * (i + 1) - 4, "title", 14.5, width)),
        .. rows.SelectMany((row, i) => row.SelectMany(cell => Cell(cell.Entry, cell.Left, TitleLine * title.Count + LegendLine * (i + 0.5) + 2))),
    ];

    private IEnumerable<XElement> Cell(LegendEntry entry, double left, double middle) =>
        [entry.Sample(left, middle), Mark.Text(entry.Name, left + SampleWidth, middle + 4, "name", 12, width - left - SampleWidth)];

    private List<List<(LegendEntry, double)>> Rows(IReadOnlyList<LegendEntry> legend)
    {
        List<List<(LegendEntry, double)>> lines = [];
        double next = double.PositiveInfinity;
        foreach (var entry in legend)
        {
            double needed = SampleWidth + TextWidth.Of(entry.Name, 12);
            if (next + needed > width)
            {
                lines.Add([]);
                next = 2;
            }

            lines[^1].Add((entry, next));
            next += needed + Gap;
        }

        return lines;
    }
}
