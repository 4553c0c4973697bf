using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Elements of SVG and HTML. Texts are escaped, and characters that XML does not know are replaced.</summary>
internal static class Markup
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>An element of SVG.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Attributes, elements, and texts.</param>
    internal static XElement Drawn(string name, params object?[] content) => new(Svg + name, content.Select(Cleaned));

    /// <summary>An element of HTML; one that is empty is closed by a tag of its own, as HTML wants it.</summary>
    /// <inheritdoc cref="Drawn"/>
    internal static XElement Html(string name, params object?[] content) => new(name, content.Select(Cleaned).Append(name is "meta" or "br" or "img" or "wbr" ? null : ""));

    /// <summary>An attribute.</summary>
    internal static XAttribute At(string name, string value) => new(name, Clean(value));

    /// <summary>An attribute that is a place or a length, to a hundredth.</summary>
    internal static XAttribute At(string name, double value) => new(name, Number(value));

    /// <summary>A number in a drawing, to a hundredth.</summary>
    internal static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The text of a tree.</summary>
    internal static string Text(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private static object? Cleaned(object? content) => content is string text ? Clean(text) : content;

    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\ufffd");
        return clean.ToString();
    }
}
