using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Two axes of numbers with ticks, labels and a grid, and the area between them.</summary>
internal sealed class Axes
{
    private const double TickSize = 11, LabelSize = 12, TickLine = 16, LabelLine = 17, RightMargin = 10, LeastRows = 26;
    private readonly Axis x;
    private readonly Axis y;
    private readonly double top;
    private readonly double width;
    private readonly double bottom;
    private readonly IReadOnlyList<double> xTicks;
    private readonly IReadOnlyList<double> yTicks;
    private readonly IReadOnlyList<string> xLabels;
    private readonly IReadOnlyList<string> yLabels;

    internal Axes(Axis x, Axis y, AxisRange across, AxisRange up, double top, double width, double bottom)
    {
        (this.x, this.y, this.top, this.width, this.bottom) = (x, y, top, width, bottom);
        double areaTop = top + (y.Title.Length > 0 ? LabelLine + 6 : 6);
        double areaBottom = bottom - TickLine - (x.Title.Length > 0 ? LabelLine : 0) - 2;
        yTicks = Ticks.Of(up, Math.Clamp((int)((areaBottom - areaTop) / LeastRows), 2, 8));
        yLabels = NumberText.Of(yTicks);
        double left = 8 + yLabels.Select(l => TextWidth.Of(l, TickSize)).DefaultIfEmpty(0).Max();
        Canvas = new(across, up, left, areaTop, width - left - RightMargin, areaBottom - areaTop);
        (xTicks, xLabels) = Fitting();
    }

    internal Canvas Canvas { get; }

    /// <summary>Everything but the area between the axes.</summary>
    internal IEnumerable<XElement> Draw()
    {
        var (left, right, low) = (Canvas.Left, Canvas.Left + Canvas.Width, Canvas.Top + Canvas.Height);
        if (y.Title.Length > 0) yield return Mark.Text(y.Title, 2, top + 13, "label", LabelSize, width - 4);
        for (int i = 0; i < yTicks.Count; i++)
        {
            double at = Canvas.Down(yTicks[i]);
            yield return Mark.Stroke("grid", left, at, right, at);
            yield return Mark.Text(yLabels[i], left - 6, at + 4, "tick", TickSize, left, "end");
        }

        for (int i = 0; i < xTicks.Count; i++)
        {
            double at = Canvas.Across(xTicks[i]), half = TextWidth.Of(xLabels[i], TickSize) / 2;
            yield return Mark.Stroke("grid", at, Canvas.Top, at, low);
            yield return Mark.Text(xLabels[i], Math.Min(at, width - half), low + TickLine - 2, "tick", TickSize, width, "middle");
        }

        yield return Mark.Stroke("axis", left, low, right, low);
        if (x.Title.Length > 0) yield return Mark.Text(x.Title, left + Canvas.Width / 2, bottom - 5, "label", LabelSize, Canvas.Width + 2 * RightMargin, "middle");
    }

    /// <summary>Marks in the area between the axes; what is out of its range is cut off, a mark at its edge is not.</summary>
    internal XElement Clipped(IEnumerable<XElement> marks)
    {
        const double edge = 5;
        var (left, up, wide, high) = (Canvas.Left - edge, Canvas.Top - edge, Canvas.Width + 2 * edge, Canvas.Height + 2 * edge);
        return Markup.Drawn(
            "svg",
            Markup.At("x", left),
            Markup.At("y", up),
            Markup.At("width", wide),
            Markup.At("height", high),
            Markup.At("viewBox", string.Join(' ', new[] { left, up, wide, high }.Select(Markup.Number))),
            marks);
    }

    /// <summary>As many ticks from left to right as have room for their labels.</summary>
    private (IReadOnlyList<double> Ticks, IReadOnlyList<string> Labels) Fitting()
    {
        for (int most = 9; ; most--)
        {
            var ticks = Ticks.Of(Canvas.X, most);
            var labels = NumberText.Of(ticks);
            double[] middles = [.. ticks.Select(Canvas.Across)], widths = [.. labels.Select(l => TextWidth.Of(l, TickSize) + 12)];
            if (most == 2 || Enumerable.Range(1, Math.Max(0, ticks.Count - 1)).All(i => middles[i] - middles[i - 1] >= (widths[i] + widths[i - 1]) / 2)) return (ticks, labels);
        }
    }
}
