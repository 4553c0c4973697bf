using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Points that nothing joins.</summary>
/// <inheritdoc/>
public sealed record Points(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Series(Name, X, Y)
{
    /// <summary>Whether they are outlines: where two series lie over each other, both are seen.</summary>
    public bool Open { get; init; }

    /// <summary>How many times as large as usual they are drawn. The default value is 1.</summary>
    public double Size { get; init; } = 1;

    private string Class => Open ? "open" : "dot";

    internal override IEnumerable<XElement> Draw(Canvas canvas, Ink ink)
    {
        // Many points are small and let others shine through.
        var (radius, look) = X.Count > 100 && !Open ? (2.4, Class + " many") : (3.4, Class);
        return canvas.Runs(X, [.. Y.Select(y => (y, y))]).SelectMany(run => run).Select(p => Mark.Of(ink.Shape, p.X, p.Low, Size * radius, look));
    }

    internal override IEnumerable<XElement> Sample(double left, double middle, Ink ink) => [Mark.Of(ink.Shape, left + 9, middle, Math.Min(6, 3.6 * Size), Class)];
}
