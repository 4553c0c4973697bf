using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>
/// A table of numbers as colours: from the paper's at 0 to blue for the greatest, and to vermilion for numbers below 0. A number that is
/// not finite is an empty place.
/// </summary>
/// <param name="Title">What it shows; empty: nothing is written above it.</param>
/// <param name="Rows">The names of the rows, from top to bottom.</param>
/// <param name="Columns">The names of the columns, from left to right.</param>
/// <param name="Values">The numbers of each row, one for each column.</param>
public sealed record HeatMap(string Title, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Values) : Chart(Title)
{
    private const double RowHeight = 22, NumbersFrom = 34, KeyHeight = 30, MostOpaque = 0.9;

    /// <summary>What the numbers are.</summary>
    public Axis Axis { get; init; } = new();

    internal override IReadOnlyList<LegendEntry> Legend => [];

    private protected override string Words =>
        $"A table of colours. Rows: {string.Join(", ", Rows)}. Columns: {string.Join(", ", Columns)}. It shows {(Axis.Title.Length > 0 ? Axis.Title : "numbers")}.";

    private protected override (IEnumerable<XElement> Content, double Height) Draw(double top)
    {
        if (Values.Count != Rows.Count || Values.Any(r => r.Count != Columns.Count))
            throw new ArgumentException($"the heat map '{Title}' has {Values.Count} rows of {string.Join(", ", Values.Select(r => r.Count).Distinct())} numbers. Expected {Rows.Count} rows of {Columns.Count}, as there are names.");
        double names = Math.Min(0.36 * Width, 10 + Rows.Select(r => TextWidth.Of(r, 12)).DefaultIfEmpty(0).Max());
        double cell = (Width - names - 4) / Math.Max(1, Columns.Count), widest = Columns.Select(c => TextWidth.Of(c, 11)).DefaultIfEmpty(0).Max();

        // Names that do not fit above their columns stand upright; if not even that, only every second, third, ... is written.
        bool upright = widest + 6 > cell;
        double head = upright ? Math.Min(90, widest + 6) : 18, first = top + head;
        double most = Values.SelectMany(r => r).Where(v => AxisRange.IsShown(v, false)).Select(Math.Abs).DefaultIfEmpty(0).Max();
        bool areCounts = Values.SelectMany(r => r).All(v => !double.IsFinite(v) || v == Math.Round(v));
        List<XElement> content = [];
        int every = upright ? (int)Math.Ceiling(12 / cell) : 1;
        for (int c = 0; c < Columns.Count; c += every) content.Add(ColumnName(Columns[c], names + (c + 0.5) * cell, first - 5, upright, head));
        for (int r = 0; r < Rows.Count; r++)
        {
            content.Add(Mark.Text(Rows[r], names - 6, first + (r + 0.5) * RowHeight + 4, "name", 12, names - 8, "end"));
            for (int c = 0; c < Columns.Count; c++) content.AddRange(Cell(Values[r][c], most, names + c * cell, first + r * RowHeight, cell, Number(Values[r][c]), $"{Rows[r]}, {Columns[c]}: {Number(Values[r][c])}"));
        }

        double low = first + Rows.Count * RowHeight;
        content.AddRange(Key(most, Number, names, low + 8));
        return (content, low + KeyHeight + 8 + (Axis.Title.Length > 0 ? 12 : 0));

        string Number(double value) => areCounts && Math.Abs(value) < 1e6 && value == Math.Round(value) ? NumberText.Of([value])[0] : NumberText.Of(value);
    }

    private static XElement ColumnName(string name, double x, double y, bool upright, double room)
    {
        var text = Mark.Text(name, upright ? x + 4 : x, y, "tick", 11, upright ? room - 6 : double.PositiveInfinity, upright ? "start" : "middle");
        if (upright) text.Add(Markup.At("transform", $"rotate(-90 {Markup.Number(x + 4)} {Markup.Number(y)})"));
        return text;
    }

    private static IEnumerable<XElement> Cell(double value, double most, double left, double top, double width, string number, string words)
    {
        if (!AxisRange.IsShown(value, false)) yield break;
        double opacity = most > 0 ? MostOpaque * Math.Abs(value) / most : 0;
        var cell = Colour(value < 0, opacity, left + 0.5, top + 0.5, width - 1, RowHeight - 1);
        cell.Add(Markup.Drawn("title", words));
        yield return cell;
        if (width >= NumbersFrom) yield return Mark.Text(number, left + width / 2, top + RowHeight / 2 + 4, opacity > 0.5 ? "tick on" : "tick", 11, width, "middle");
    }

    private static XElement Colour(bool negative, double opacity, double left, double top, double width, double height) => Markup.Drawn(
        "rect",
        Markup.At("class", negative ? "cell c1" : "cell c0"),
        Markup.At("x", left),
        Markup.At("y", top),
        Markup.At("width", width),
        Markup.At("height", height),
        Markup.At("fill-opacity", opacity));

    /// <summary>What the colours mean.</summary>
    private IEnumerable<XElement> Key(double most, Func<double, string> number, double left, double top)
    {
        const int steps = 24;
        bool signed = Values.Any(r => r.Any(v => v < 0 && AxisRange.IsShown(v, false)));
        double wide = Math.Min(200, Width - left - 30), step = wide / steps, from = signed ? -1 : 0;
        for (int i = 0; i < steps; i++)
        {
            double share = from + (1 - from) * (i + 0.5) / steps;
            yield return Colour(share < 0, MostOpaque * Math.Abs(share), left + i * step, top, step, 9);
        }

        (double Share, double At)[] ends = signed ? [(-1, 0), (0, 0.5), (1, 1)] : [(0, 0), (1, 1)];
        foreach (var (share, at) in ends) yield return Mark.Text(number(share * most), left + at * wide, top + 22, "tick", 11, wide, at == 0 ? "start" : "middle");
        if (Axis.Title.Length > 0) yield return Mark.Text(Axis.Title, left, top + 38, "label", 12, Width - left);
    }
}
