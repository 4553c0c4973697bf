using System.Xml.Linq;

namespace Metamorph.Reports.Tests;

public sealed class PageTests
{
    private const string Name = "<b>&</b> \"quoted\" <script>alert(1)</script>";

    private static readonly Page Everything = new(
        Name,
        new Section(
            Name,
            new Paragraph(Name),
            new DataTable([new(Name), new("error", IsNumber: true)], [[Name, new Cell("0.5", IsBest: true)], ["b", "0.7"]]),
            new Charts(new Plot(Name) { Series = [new Line(Name, [1, 2], [3, 4]), new Points("b", [1], [double.NaN])] }, new Bars(Name, [Name], [new(Name, [1])])) { SharedLegend = true },
            new PictureGrid(Name, [new(Name, [new(new byte[] { 1, 2, 3 }, Name) { Caption = Name, Look = PictureLook.Wrong }])]),
            new Code(Name + "\n  indented"),
            new Code("{}") { Folded = Name }),
        new Section("Empty"))
    {
        Lead = Name,
    };

    [Fact]
    public void A_page_is_well_formed_and_names_are_text()
    {
        var page = Parsed(Everything);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "b" or "script");
        Assert.Equal(Name, page.Descendants("title").First().Value);
        foreach (string element in (string[])["h1", "h2", "h3", "p", "th", "summary"]) Assert.Equal(Name, page.Descendants(element).First().Value);
        Assert.Equal(Name + "\n  indented", page.Descendants("pre").First().Value);
    }

    [Fact]
    public void A_page_needs_nothing_beside_it()
    {
        string html = Everything.ToHtml();
        var page = Parsed(Everything);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "base" or "use" or "image");
        Assert.All(page.Descendants("img"), i => Assert.StartsWith("data:image/png;base64,", (string?)i.Attribute("src"), StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants().Where(e => e.Name.LocalName != "img").Attributes(), a => a.Name.LocalName is "href" or "src" or "srcset" or "action" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants("style"), s => Assert.False(s.Value.Contains("url(", StringComparison.Ordinal) || s.Value.Contains("@import", StringComparison.Ordinal)));
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Style_is_not_escaped_and_no_element_but_void_ones_closes_itself()
    {
        string html = Everything.ToHtml();
        Assert.DoesNotContain('&', Parsed(Everything).Descendants("style").Single().Value);
        Assert.DoesNotContain('>', Parsed(Everything).Descendants("style").Single().Value);
        Assert.DoesNotContain("<section/>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<td/>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_stand_to_the_right_and_the_best_is_marked()
    {
        var table = Parsed(Everything).Descendants("table").Single();
        Assert.Equal(["0.5", "0.7"], table.Descendants("td").Where(c => (string?)c.Attribute("class") == "number").Select(c => c.Value));
        Assert.Equal("0.5", table.Descendants("strong").Single().Value);
        Assert.Equal("scroll", (string?)table.Parent!.Attribute("class"));
    }

    [Fact]
    public void A_shared_legend_is_written_once()
    {
        var page = Parsed(Everything);
        Assert.Equal([Name, "b"], page.Descendants("ul").Single(u => (string?)u.Attribute("class") == "legend").Descendants("li").Select(l => l.Value));
        Assert.DoesNotContain(page.Descendants().Where(e => e.Name.LocalName == "text"), t => t.Value == "b");
    }

    [Fact]
    public void Pictures_lie_in_the_page_and_say_what_they_show()
    {
        byte[] file = [137, 80, 78, 71, 0, 255];
        var page = Parsed(new("t", new Section("s", new PictureGrid("Two", [new("a", [new(file, "first"), new(file, "second") { Caption = "✓", Look = PictureLook.Given }]), new("b/c", [])]) { Size = 84 })));
        var pictures = page.Descendants("img").ToArray();
        Assert.Equal(["first", "second"], pictures.Select(p => (string?)p.Attribute("alt")));
        Assert.All(pictures, p => Assert.Equal(file, Convert.FromBase64String(((string)p.Attribute("src")!)["data:image/png;base64,".Length..])));
        Assert.Equal([null, "given"], pictures.Select(p => (string?)p.Parent!.Attribute("class")));
        Assert.All(pictures, p => Assert.Equal("width:84px", (string?)p.Parent!.Attribute("style")));
        Assert.Equal(["a", "b/c"], page.Descendants("div").Where(d => (string?)d.Attribute("class") == "who").Select(d => d.Value));
        Assert.Contains("Expected 8 to 1,000", Assert.Throws<ArgumentException>(() => new Page("t", new Section("s", new PictureGrid("Two", []) { Size = 2 })).ToHtml()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_another_length_is_named()
    {
        string message = Assert.Throws<ArgumentException>(() => new Page("t", new Section("s", new DataTable([new("a"), new("b")], [["only"]]))).ToHtml()).Message;
        Assert.Contains("a row of 1 cells, beginning with 'only', in a table of 2 columns: a, b", message, StringComparison.Ordinal);
        Assert.Contains("Expected a cell for each column", message, StringComparison.Ordinal);
    }

    private static XElement Parsed(Page page) => XElement.Parse(page.ToHtml()["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace);
}
