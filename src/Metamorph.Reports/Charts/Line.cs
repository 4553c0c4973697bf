using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>
/// Points joined by a line, in their order. Where one is not finite the line has a gap; few points, and those that stand alone between gaps,
/// are marked.
/// </summary>
/// <inheritdoc/>
public sealed record Line(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y) : Series(Name, X, Y)
{
    private const int FewPoints = 12;

    /// <summary>The lower end of an interval at each point; null: there are none.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The upper end of an interval at each point; null: there are none.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>Whether it is dashed.</summary>
    public bool Dashed { get; init; }

    internal override IEnumerable<double> Heights => [.. Y, .. Lower ?? [], .. Upper ?? []];

    internal override void Check()
    {
        base.Check();
        if ((Lower?.Count ?? Y.Count) != Y.Count || (Upper?.Count ?? Y.Count) != Y.Count || Lower is null != Upper is null)
            throw new ArgumentException($"the line '{Name}' has {Y.Count} points, {Count(Lower)} lower and {Count(Upper)} upper ends of intervals. Expected as many of each, or no intervals.");

        static string Count(IReadOnlyList<double>? ends) => ends is null ? "no" : $"{ends.Count}";
    }

    private bool IsMarked => Y.Count <= FewPoints && !Muted;

    internal override IEnumerable<XElement> Bands(Canvas canvas) => Lower is null || Upper is null ? [] : canvas
        .Runs(X, [.. Y.Select((_, i) => canvas.Y.Ends(Lower[i], Upper[i]))])
        .Select(run => Mark.Path("band", [.. run.Select(p => (p.X, p.High)), .. run.Reverse().Select(p => (p.X, p.Low))], closed: true));

    internal override IEnumerable<XElement> Draw(Canvas canvas, Ink ink)
    {
        foreach (var run in canvas.Runs(X, [.. Y.Select(y => (y, y))]))
        {
            if (run.Length > 1) yield return Mark.Path(Dashed || ink.Dashed ? "line dashed" : "line", [.. run.Select(p => (p.X, p.Low))]);
            if (run.Length > 1 && !IsMarked) continue;
            foreach (var (x, y, _) in run) yield return Mark.Of(ink.Shape, x, y, 3.2, "dot");
        }
    }

    internal override IEnumerable<XElement> Sample(double left, double middle, Ink ink)
    {
        yield return Mark.Path(Dashed || ink.Dashed ? "line dashed" : "line", [(left, middle), (left + 18, middle)]);
        if (IsMarked) yield return Mark.Of(ink.Shape, left + 9, middle, 3.2, "dot");
    }
}
