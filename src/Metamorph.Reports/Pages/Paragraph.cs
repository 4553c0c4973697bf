using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Some sentences.</summary>
/// <param name="Text">The sentences, as plain text.</param>
public sealed record Paragraph(string Text) : Block
{
    internal override IEnumerable<XElement> Html() => [Markup.Html("p", Text)];
}
