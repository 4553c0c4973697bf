using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>A part of a <see cref="Section"/>.</summary>
public abstract record Block
{
    /// <summary>The part as HTML.</summary>
    internal abstract IEnumerable<XElement> Html();
}
