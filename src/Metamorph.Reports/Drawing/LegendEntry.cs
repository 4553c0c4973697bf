using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>A name in a legend.</summary>
/// <param name="Name">The name.</param>
/// <param name="Sample">Draws what it names, 18 wide, from a left end and around a middle.</param>
internal sealed record LegendEntry(string Name, Func<double, double, XElement> Sample);
