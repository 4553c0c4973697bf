using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>
/// A picture of numbers: an immutable description that becomes SVG. It scales to the width that it is given, follows the reader's light or
/// dark mode, and its colours (Okabe and Ito 2008, https://jfly.uni-koeln.de/color/) are told apart by colour-blind people. Numbers that
/// are not finite are gaps.
/// </summary>
/// <param name="Title">What it shows; empty: nothing is written above it.</param>
public abstract record Chart(string Title)
{
    private protected const double Wide = 420;

    /// <summary>What it shows, in words, for readers who do not see it; null: made of the title, the axes and the names.</summary>
    public string? Description { get; init; }

    /// <summary>The width in units of which 12 are the height of its writing.</summary>
    public double Width { get; init; } = Wide;

    /// <summary>The chart as a file of its own.</summary>
    /// <returns>SVG, without references to anything outside of it.</returns>
    /// <exception cref="ArgumentException">Numbers that belong together are not as many, or an axis has ends that are no range.</exception>
    /// <example><code>File.WriteAllText("loss.svg", new Plot("Loss") { Series = [new Line("training", iterations, losses)] }.ToSvg());</code></example>
    public string ToSvg() => Markup.Text(Draw(withStyle: true));

    /// <summary>The chart as an element of a page.</summary>
    /// <param name="withStyle">Whether it brings its colours and a background along; those of a page are the page's.</param>
    /// <param name="withLegend">Whether it says what its marks mean.</param>
    internal XElement Draw(bool withStyle, bool withLegend = true)
    {
        if (!(Width is >= 100 and <= 10_000)) throw new ArgumentException($"the chart '{Title}' is {Width} wide. Expected 100 to 10,000: 420 is usual.");
        var head = new Head(Title, withLegend ? Legend : [], Width);
        var (content, height) = Draw(head.Height);
        return Markup.Drawn(
            "svg",
            Markup.At("class", "chart"),
            Markup.At("viewBox", $"0 0 {Markup.Number(Width)} {Markup.Number(height)}"),
            Markup.At("role", "img"),
            Markup.Drawn("title", Title.Length > 0 ? Title : "Chart"),
            Markup.Drawn("desc", Description ?? Words),
            withStyle ? Markup.Drawn("style", ChartStyle.Css) : null,
            withStyle ? Markup.Drawn("rect", Markup.At("class", "paper"), Markup.At("width", Width), Markup.At("height", height)) : null,
            head.Draw(),
            content);
    }

    /// <summary>The names of its series beside samples of them; none where there is nothing to be told apart.</summary>
    internal abstract IReadOnlyList<LegendEntry> Legend { get; }

    private protected abstract string Words { get; }

    /// <summary>Everything below the title and the legend.</summary>
    /// <param name="top">Where it may begin.</param>
    /// <returns>The elements, and the height of the whole chart.</returns>
    private protected abstract (IEnumerable<XElement> Content, double Height) Draw(double top);
}
