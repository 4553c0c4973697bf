using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Charts beside each other where there is room, and below each other where there is not.</summary>
/// <param name="All">The charts.</param>
public sealed record Charts(params IReadOnlyList<Chart> All) : Block
{
    /// <summary>Whether the charts have the same legend, which is then written once above them.</summary>
    public bool SharedLegend { get; init; }

    internal override IEnumerable<XElement> Html()
    {
        if (SharedLegend && All is [var first, ..]) yield return Markup.Html("ul", Markup.At("class", "legend"), first.Legend.Select(Entry));
        yield return Markup.Html("div", Markup.At("class", "charts"), All.Select(c => c.Draw(withStyle: false, withLegend: !SharedLegend)));
    }

    private static XElement Entry(LegendEntry entry) => Markup.Html(
        "li",
        Markup.Drawn("svg", Markup.At("class", "chart"), Markup.At("viewBox", "0 0 22 14"), Markup.At("aria-hidden", "true"), entry.Sample(2, 7)),
        Markup.Html("span", entry.Name));
}
