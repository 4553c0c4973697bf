using System.Text;
using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Lines and small shapes.</summary>
internal static class Mark
{
    /// <summary>A line through places.</summary>
    internal static XElement Path(string look, IReadOnlyList<(double X, double Y)> places, bool closed = false)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in places) path.Append(path.Length == 0 ? 'M' : 'L').Append(Markup.Number(x)).Append(' ').Append(Markup.Number(y));
        return Markup.Drawn("path", Markup.At("class", look), Markup.At("d", path.Append(closed ? "Z" : "").ToString()));
    }

    /// <summary>A circle, square, triangle, diamond or lying triangle.</summary>
    internal static XElement Of(int shape, double x, double y, double radius, string look)
    {
        double r = radius;
        return (shape % 5) switch
        {
            0 => Markup.Drawn("circle", Markup.At("class", look), Markup.At("cx", x), Markup.At("cy", y), Markup.At("r", r)),
            1 => Path(look, [(x - 0.9 * r, y - 0.9 * r), (x + 0.9 * r, y - 0.9 * r), (x + 0.9 * r, y + 0.9 * r), (x - 0.9 * r, y + 0.9 * r)], closed: true),
            2 => Path(look, [(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)], closed: true),
            3 => Path(look, [(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)], closed: true),
            _ => Path(look, [(x, y + 1.2 * r), (x + 1.1 * r, y - 0.8 * r), (x - 1.1 * r, y - 0.8 * r)], closed: true),
        };
    }

    /// <summary>A straight line.</summary>
    internal static XElement Stroke(string look, double x1, double y1, double x2, double y2) =>
        Markup.Drawn("line", Markup.At("class", look), Markup.At("x1", x1), Markup.At("y1", y1), Markup.At("x2", x2), Markup.At("y2", y2));

    /// <summary>A line of writing that fits into a width; what was cut off is shown to who points at it.</summary>
    internal static XElement Text(string text, double x, double y, string look, double size, double width, string anchor = "start")
    {
        string shown = TextWidth.Fit(text, size, width);
        return Markup.Drawn(
            "text",
            Markup.At("class", look),
            Markup.At("x", x),
            Markup.At("y", y),
            anchor == "start" ? null : Markup.At("text-anchor", anchor),
            shown == text ? null : Markup.Drawn("title", text),
            shown);
    }
}
