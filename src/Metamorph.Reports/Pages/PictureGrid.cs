using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>Small pictures in rows, each row with a name. A row that has no room goes on below, and on a telephone its name stands above it.</summary>
/// <param name="Title">What they are; empty: nothing is written above them.</param>
/// <param name="Rows">The rows, from top to bottom.</param>
public sealed record PictureGrid(string Title, IReadOnlyList<PictureRow> Rows) : Block
{
    /// <summary>How wide a picture is shown, in pixels of the page. Pictures of fewer pixels are enlarged without smoothing.</summary>
    public int Size { get; init; } = 56;

    internal override IEnumerable<XElement> Html()
    {
        if (Size is not (>= 8 and <= 1000)) throw new ArgumentException($"the pictures of '{Title}' are to be {Size} wide. Expected 8 to 1,000: 56 is usual.");
        if (Title.Length > 0) yield return Markup.Html("h3", Title);
        yield return Markup.Html("div", Markup.At("class", "gallery"), Rows.SelectMany(Row));
    }

    private IEnumerable<XElement> Row(PictureRow row) =>
    [
        Markup.Html("div", Markup.At("class", "who"), Breakable(row.Name)),
        Markup.Html("ul", row.Pictures.Select(Item)),
    ];

    // Names are often paths, which browsers break anywhere or not at all.
    private static IEnumerable<object> Breakable(string name)
    {
        int from = 0;
        for (int at = name.IndexOf('/', StringComparison.Ordinal); at >= 0; at = name.IndexOf('/', at + 1))
        {
            yield return name[from..(at + 1)];
            yield return Markup.Html("wbr");
            from = at + 1;
        }

        yield return name[from..];
    }

    private XElement Item(GridPicture picture) => Markup.Html(
        "li",
        picture.Look == PictureLook.Plain ? null : Markup.At("class", picture.Look == PictureLook.Given ? "given" : "wrong"),
        Markup.At("style", $"width:{Size}px"),
        Markup.At("title", picture.Alt),
        Markup.Html("img", Markup.At("alt", picture.Alt), Markup.At("src", "data:image/png;base64," + Convert.ToBase64String(picture.Png.Span))),
        picture.Caption.Length > 0 ? Markup.Html("span", picture.Caption) : null);
}
