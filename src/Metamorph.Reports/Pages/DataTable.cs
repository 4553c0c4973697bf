using System.Xml.Linq;

namespace Metamorph.Reports;

/// <summary>A table. Where it is wider than the page it moves within its own box. The first column says what a row is.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">A cell for each column, for every row.</param>
public sealed record DataTable(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    internal override IEnumerable<XElement> Html()
    {
        if (Rows.FirstOrDefault(r => r.Count != Columns.Count) is { } other)
            throw new ArgumentException($"a row of {other.Count} cells, beginning with '{string.Concat(other.Take(1).Select(c => c.Text))}', in a table of {Columns.Count} columns: {string.Join(", ", Columns.Select(c => c.Name))}. Expected a cell for each column.");
        return
        [
            Markup.Html(
                "div",
                Markup.At("class", "scroll"),
                Markup.At("tabindex", "0"),
                Markup.Html(
                    "table",
                    Markup.Html("thead", Markup.Html("tr", Columns.Select(c => Markup.Html("th", Markup.At("scope", "col"), Side(c), c.Name)))),
                    Markup.Html("tbody", Rows.Select(row => Markup.Html("tr", row.Select((cell, i) => Html(cell, i))))))),
        ];
    }

    private XElement Html(Cell cell, int column) => column == 0
        ? Markup.Html("th", Markup.At("scope", "row"), cell.Text)
        : Markup.Html("td", Side(Columns[column]), cell.IsBest ? Markup.Html("strong", cell.Text) : cell.Text);

    private static XAttribute? Side(Column column) => column.IsNumber ? Markup.At("class", "number") : null;
}
