namespace Metamorph.Reports;

/// <summary>
/// A page that is one file: it needs nothing beside it, no script and no network, is read on a telephone as on a wide screen, and
/// follows the reader's light or dark mode.
/// </summary>
/// <param name="Title">What it is about.</param>
/// <param name="Sections">Its parts.</param>
public sealed record Page(string Title, params IReadOnlyList<Section> Sections)
{
    /// <summary>What is to be known first; empty: nothing.</summary>
    public string Lead { get; init; } = "";

    /// <summary>The page as a file: HTML that is well-formed XML too.</summary>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">A chart or a table is made of numbers that do not fit together.</exception>
    public string ToHtml() => "<!DOCTYPE html>\n" + Markup.Text(Markup.Html(
        "html",
        Markup.At("lang", "en"),
        Markup.Html(
            "head",
            Markup.Html("meta", Markup.At("charset", "utf-8")),
            Markup.Html("meta", Markup.At("name", "viewport"), Markup.At("content", "width=device-width, initial-scale=1")),
            Markup.Html("meta", Markup.At("name", "color-scheme"), Markup.At("content", "light dark")),
            Markup.Html("title", Title),
            Markup.Html("style", ChartStyle.Css, "\n", PageStyle.Css)),
        Markup.Html(
            "body",
            Markup.At("class", "page"),
            Markup.Html(
                "main",
                Markup.Html("h1", Title),
                Lead.Length > 0 ? Markup.Html("p", Markup.At("class", "lead"), Lead) : null,
                Sections.Select(section => Markup.Html("section", Markup.Html("h2", section.Title), section.Blocks.SelectMany(b => b.Html()))))))) + "\n";
}
