using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Numbers of a <see cref="Plot"/> that belong together.</summary>
/// <param name="Name">What they are; empty: not in the legend.</param>
/// <param name="X">Where they are.</param>
/// <param name="Y">What they are there: as many.</param>
public abstract record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Which of the seven colours, from 0; null: the next one.</summary>
    public int? Color { get; init; }

    /// <summary>Whether it stands back: grey, as what others are compared with.</summary>
    public bool Muted { get; init; }

    /// <summary>All heights that have to be in the picture.</summary>
    internal virtual IEnumerable<double> Heights => Y;

    /// <summary>What lies below the marks of all series.</summary>
    internal virtual IEnumerable<XElement> Bands(Canvas canvas) => [];

    /// <summary>The marks.</summary>
    internal abstract IEnumerable<XElement> Draw(Canvas canvas, Ink ink);

    /// <summary>A sample for the legend, 18 wide around a middle.</summary>
    internal abstract IEnumerable<XElement> Sample(double left, double middle, Ink ink);

    /// <summary>What is wrong with it ends here.</summary>
    internal virtual void Check()
    {
        if (X.Count != Y.Count) throw new ArgumentException($"the series '{Name}' has {X.Count} numbers of x and {Y.Count} of y. Expected as many of both.");
    }
}
