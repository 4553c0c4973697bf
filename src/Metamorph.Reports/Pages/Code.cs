using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Text as it is typed: a command, a configuration.</summary>
/// <param name="Text">The text, with its line ends.</param>
public sealed record Code(string Text) : Block
{
    /// <summary>What it is; then it is folded away until somebody opens it. Null: it is shown.</summary>
    public string? Folded { get; init; }

    internal override IEnumerable<XElement> Html()
    {
        var code = Markup.Html("pre", Markup.Html("code", Text));
        return [Folded is null ? code : Markup.Html("details", Markup.Html("summary", Folded), code)];
    }
}
