using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>How a series is told apart from the others: by colour, and by shape or dashes for those who see no colours.</summary>
/// <param name="Class">The colour's class in <see cref="ChartStyle"/>.</param>
/// <param name="Shape">The shape of its marks.</param>
/// <param name="Dashed">Whether its lines are dashed, as they are when all colours are used up.</param>
internal sealed record Ink(string Class, int Shape, bool Dashed)
{
    /// <summary>The inks of series: a colour each, in turn, where they do not say which.</summary>
    internal static IReadOnlyList<Ink> Of(IReadOnlyList<(int? Color, bool Muted)> series)
    {
        int next = 0;
        return [.. series.Select(s => s.Muted ? new Ink("muted", 0, false) : Of(s.Color ?? next++))];
    }

    /// <summary>Elements in this ink.</summary>
    internal XElement Group(IEnumerable<XElement> marks) => Markup.Drawn("g", Markup.At("class", Class), marks);

    private static Ink Of(int color) => color >= 0 ? new($"c{color % ChartStyle.Colors}", color, color / ChartStyle.Colors % 2 == 1)
        : throw new ArgumentException($"colour {color} of a series. Expected 0 to {ChartStyle.Colors - 1}, or null for the next.");
}
