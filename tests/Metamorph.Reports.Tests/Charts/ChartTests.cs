using System.Globalization;
using System.Xml.Linq;

namespace Metamorph.Reports.Tests;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string, Chart> Edges => new()
    {
        { "nothing", new Plot("") },
        { "no points", new Plot("Empty") { Series = [new Line("a", [], []), new Points("b", [], [])] } },
        { "one point", new Plot("One") { Series = [new Line("a", [3], [4]) { Lower = [3], Upper = [5] }] } },
        { "all equal", new Plot("Equal") { Series = [new Line("a", [1, 1, 1], [2, 2, 2]), new Points("b", [1], [2])] } },
        { "all gaps", new Plot("Gaps") { Series = [new Line("a", [1, 2], [double.NaN, double.NegativeInfinity])] } },
        { "largest", new Plot("Largest") { Series = [new Line("a", [1, 2], [double.MaxValue, -double.MaxValue])] } },
        { "log of no positive", new Plot("Log") { Y = new("y") { Scale = AxisScale.Log10 }, Series = [new Line("a", [1, 2], [-1, 0])] } },
        { "long", new Plot(string.Concat(Enumerable.Repeat("Wordwithoutend", 30))) { X = new(new('x', 400)), Y = new(new('y', 400)), Series = [new Line(new('a', 400), [1], [1]), new Line(new('b', 400), [1], [2])] } },
        { "no bars", new Bars("None", [], []) },
        { "bars of gaps", new Bars("Gaps", ["a", "b"], [new("s", [double.NaN, double.PositiveInfinity]) { Lower = [0, 0], Upper = [1, 1] }]) },
        { "bars of zero", new Bars("Zero", ["a"], [new("s", [0])]) },
        { "negative bars", new Bars("Negative", ["a", "b"], [new("s", [-1, -2]), new("t", [1, 2])]) },
        { "no cells", new HeatMap("None", [], [], []) },
        { "cells of gaps", new HeatMap("Gaps", ["a"], ["b", "c"], [[double.NaN, 0]]) },
        { "many columns", new HeatMap("Many", ["a"], [.. Enumerable.Range(0, 80).Select(i => $"a long name {i}")], [[.. Enumerable.Range(0, 80).Select(i => i - 40.0)]]) },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_chart_of_an_edge_case_is_well_formed_and_all_its_places_are_numbers(string what, Chart chart) => Check(chart.ToSvg(), what);

    [Fact]
    public void A_chart_of_any_numbers_is_well_formed_and_all_its_places_are_numbers()
    {
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
        {
            int n = random.Next(0, 20);
            double[] x = Numbers.Random(random, n), y = Numbers.Random(random, n), low = Numbers.Random(random, n), high = Numbers.Random(random, n);
            var axis = new Axis("number", "unit") { Scale = (AxisScale)random.Next(2) };
            string[] names = [.. x.Select(v => v.ToString(CultureInfo.InvariantCulture))];
            Check(new Plot("Random") { X = axis, Y = axis with { Scale = (AxisScale)random.Next(2) }, Series = [new Line("a", x, y) { Lower = low, Upper = high }, new Points("b", y, x) { Open = true }] }.ToSvg(), $"{i}");
            Check(new Bars("Random", names, [new("a", x) { Lower = low, Upper = high }, new("b", y)]).ToSvg(), $"{i}");
            Check(new HeatMap("Random", ["a", "b"], names, [x, y]).ToSvg(), $"{i}");
        }
    }

    [Fact]
    public void Names_are_text_whatever_they_hold()
    {
        const string name = "<b>&\"'\u0000\ud800 ü 数 😀</b>";
        string shown = name.Replace('\u0000', '\ufffd').Replace('\ud800', '\ufffd');
        Chart[] charts =
        [
            new Plot(name) { X = new(name, name), Y = new(name), Series = [new Line(name, [1], [2]), new Points(name, [1], [2])] },
            new Bars(name, [name], [new(name, [1]), new(name, [1])]),
            new HeatMap(name, [name], [name], [[1]]),
        ];
        foreach (var chart in charts)
        {
            var svg = Check(chart.ToSvg(), name);
            Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "b");
            Assert.Equal(shown, svg.Element(Svg + "title")!.Value);
            Assert.Contains(shown, svg.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
            Assert.Contains(svg.Descendants(Svg + "text"), t => t.Value.Contains(shown, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void It_has_a_role_a_title_and_a_description_and_scales()
    {
        var svg = Check(new Plot("Loss") { X = new("iteration"), Y = new("loss", "nats"), Series = [new Line("training", [1, 2], [3, 4])] }.ToSvg(), "");
        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Equal("Loss", svg.Elements().First(e => e.Name == Svg + "title").Value);
        Assert.Equal("A plot. From left to right: iteration; from below to above: loss (nats). It shows: training.", svg.Element(Svg + "desc")!.Value);
        Assert.NotNull(svg.Attribute("viewBox"));
        Assert.Null(svg.Attribute("width"));
        Assert.Contains("prefers-color-scheme:dark", svg.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_a_gap_and_points_alone_are_marked()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        var svg = Check(new Plot("Gap") { Series = [new Line("a", x, [.. x.Select(v => v is 5 or 7 ? double.NaN : v)])] }.ToSvg(), "");
        Assert.Equal([5, 12], svg.Descendants(Svg + "path").Where(p => (string?)p.Attribute("class") == "line").Select(p => ((string)p.Attribute("d")!).Split('M', 'L').Length - 1));
        Assert.Single(svg.Descendants(Svg + "circle"));
    }

    [Fact]
    public void A_legend_is_there_where_there_is_more_than_one_name_and_says_each_in_its_colour()
    {
        var one = new Plot("") { Series = [new Line("a", [1], [2])] };
        Assert.DoesNotContain(Check(one.ToSvg(), "").Descendants(Svg + "text"), t => t.Value == "a");
        var svg = Check((one with { Series = [new Line("a", [1], [2]), new Line("b", [1], [2]) { Color = 4 }, new Line("c", [1], [2]) { Muted = true }, new Line("", [1], [2])] }).ToSvg(), "");
        Assert.Equal(["a", "b", "c"], svg.Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == "name").Select(t => t.Value));
        Assert.Equal(["c0", "c4", "muted"], svg.Elements(Svg + "g").Take(3).Select(g => (string)g.Attribute("class")!));
    }

    [Fact]
    public void All_writing_is_inside_the_picture()
    {
        string[] names = ["short", "a name that is rather long for a category of bars", "2×10⁻³"];
        Chart[] charts =
        [
            new Plot("A title that is so long that it has to be written in two lines or even three of them, which it may") { X = new(new('x', 90)), Y = new(new('y', 90)), Series = [new Line("a rather long name of a line, longer than all others", [0, 999_999], [-1e-7, 1e-7]), new Line("b", [1], [0]), new Line(new('c', 120), [1], [0])] },
            new Bars("Bars", names, [new("a", [1, 20_000, 3]), new("b", [1, 2, 3])]) { Axis = new(new('x', 90)) },
            new HeatMap("Cells", names, names, [[1, 2, 3], [1, 2, 3], [1, 2, -3]]) { Axis = new(new('x', 90)) },
        ];
        foreach (var chart in charts)
        {
            var svg = Check(chart.ToSvg(), chart.Title);
            double[] box = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            foreach (var text in svg.Descendants(Svg + "text").Where(t => t.Attribute("transform") is null))
            {
                string shown = string.Concat(text.Nodes().OfType<XText>().Select(t => t.Value)), anchor = (string?)text.Attribute("text-anchor") ?? "start";
                double width = TextWidth.Of(shown, 11), left = (double)text.Attribute("x")! - anchor switch { "start" => 0, "middle" => width / 2, _ => width };
                Assert.True(left >= -1 && left + width <= box[2] + 1, $"{shown}: {left} + {width}");
                Assert.InRange((double)text.Attribute("y")!, 8, box[3]);
            }
        }
    }

    [Fact]
    public void Numbers_that_do_not_fit_together_are_named()
    {
        Refused(() => new Plot("p") { Series = [new Line("speed", [1, 2], [1])] }.ToSvg(), "'speed' has 2 numbers of x and 1 of y", "as many of both");
        Refused(() => new Plot("p") { Series = [new Line("speed", [1], [1]) { Lower = [1] }] }.ToSvg(), "'speed' has 1 points, 1 lower and no upper", "or no intervals");
        Refused(() => new Plot("p") { X = new("time") { From = 2, To = 1 } }.ToSvg(), "'time' was to go from 2 to 1", "Leave From or To out");
        Refused(() => new Plot("p") { Y = new("loss", "nats") { Scale = AxisScale.Log10, From = 0, To = 1 } }.ToSvg(), "'loss (nats)' was to go from 0 to 1", "above 0");
        Refused(() => new Plot("p") { Width = double.NaN }.ToSvg(), "'p' is NaN wide", "420 is usual");
        Refused(() => new Plot("p") { Height = 0 }.ToSvg(), "'p' is 0 high", "240 is usual");
        Refused(() => new Plot("p") { Series = [new Line("a", [1], [1]) { Color = -1 }] }.ToSvg(), "colour -1", "0 to 6");
        Refused(() => new Bars("b", ["x"], [new("count", [1, 2])]).ToSvg(), "'count' are 2", "1 categories");
        Refused(() => new Bars("b", ["x"], []) { Axis = new() { Scale = AxisScale.Log10 } }.ToSvg(), "'b' were to have a logarithmic axis", "linear axis");
        Refused(() => new HeatMap("h", ["x"], ["a", "b"], [[1]]).ToSvg(), "'h' has 1 rows of 1 numbers", "1 rows of 2");
    }

    private static void Refused(Func<string> draw, params string[] parts)
    {
        string message = Assert.Throws<ArgumentException>(() => { draw(); }).Message;
        Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
    }

    private static XElement Check(string svg, string what)
    {
        var root = XElement.Parse(svg);
        Assert.Equal(Svg + "svg", root.Name);
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name != "class"))
            Assert.False(attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains("Infinity", StringComparison.Ordinal) || attribute.Value.Contains('∞', StringComparison.Ordinal), $"{what}: {attribute}");
        Assert.All(root.Descendants(Svg + "rect"), r => Assert.True((double?)r.Attribute("width") >= 0 && (double?)r.Attribute("height") >= 0, what));
        return root;
    }
}
