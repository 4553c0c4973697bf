using System.Globalization;

namespace Metamorph.Data;

/// <summary>
/// Named columns of text, row after row, with the file and line that every row begins on. Numbers are read when asked for, and a cell
/// that is empty or blank is a missing value. A table never changes.
/// </summary>
public sealed class Table
{
    private readonly string[] columns;
    private readonly Dictionary<string, string[]> cells;
    private readonly int[] lines;
    private readonly string[] files;
    private readonly int[] file;

    internal Table(string name, string[] columns, string[][] cells, int[] lines)
        : this(name, columns, cells, lines, [name], new int[lines.Length])
    {
    }

    /// <param name="name">What messages call the table.</param>
    /// <param name="columns">Names, each once.</param>
    /// <param name="cells">For every column, a text per row.</param>
    /// <param name="lines">For every row, the line of its file.</param>
    /// <param name="files">The files.</param>
    /// <param name="file">For every row, its place among <paramref name="files"/>.</param>
    internal Table(string name, string[] columns, string[][] cells, int[] lines, string[] files, int[] file)
    {
        (Name, this.columns, this.lines, this.files, this.file) = (name, columns, lines, files, file);
        this.cells = columns.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
    }

    /// <summary>What messages call the table: the path of its file or folder.</summary>
    public string Name { get; }

    /// <summary>The names of the columns, in order, each once.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The number of rows, headers not counted: at least 1.</summary>
    public int Rows => lines.Length;

    /// <summary>For every row, the line of its file that it begins on; the header is line 1.</summary>
    public IReadOnlyList<int> Lines => lines;

    /// <summary>The cells of a column as they stand in the file; an empty cell is an empty text.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>One text per row.</returns>
    /// <exception cref="TableException">There is no such column; the message lists those that there are and the nearest.</exception>
    public IReadOnlyList<string> Texts(string column) => Cells(column);

    /// <summary>The cells of a column as numbers, with a decimal point whatever the culture.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>One finite number per row.</returns>
    /// <exception cref="TableException">There is no such column, or a cell of it is empty, not a number or not finite; the message names the line.</exception>
    public double[] Numbers(string column) => [.. Enumerable.Range(0, Rows).Select(row => Number(column, row))];

    /// <summary>The path of the file that a row is of.</summary>
    internal string FileOf(int row) => files[file[row]];

    /// <summary>This table with one more column, behind the others.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="texts">One text per row.</param>
    /// <returns>Another table of the same rows.</returns>
    /// <exception cref="TableException">There is a column of this name.</exception>
    public Table With(string column, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count != Rows) throw new ArgumentException($"{texts.Count} texts for the {Rows} rows of {Name}. Expected as many.", nameof(texts));
        return Array.IndexOf(columns, column) < 0
            ? new(Name, [.. columns, column], [.. columns.Select(c => cells[c]), [.. texts]], lines, files, file)
            : throw new TableException($"{Name}: there is a column {Quoted.Text(column)} already. Expected none of that name, which one is to be added under. Rename it or leave it out.");
    }

    /// <summary>What messages call a cell: <c>pupils.csv:17, column 'score'</c>.</summary>
    internal string Place(string column, int row) => $"{FileOf(row)}:{lines[row]}, column {Quoted.Text(column)}";

    internal bool Has(string column) => cells.ContainsKey(column);

    internal bool IsEmpty(string column, int row) => string.IsNullOrWhiteSpace(Cells(column)[row]);

    /// <summary>Whether a cell can be read as a number, finite or not.</summary>
    internal bool IsNumber(string column, int row) => Parsed(Cells(column)[row], out _);

    /// <param name="column">The column's name.</param>
    /// <param name="row">The row.</param>
    /// <param name="text">How a text where a number is due can be mended beside changing the cell.</param>
    /// <param name="empty">How an empty cell can be mended beside filling it.</param>
    internal double Number(string column, int row, string text = "or leave the column out", string empty = "or leave the row or the column out")
    {
        string cell = Cells(column)[row];
        bool parsed = Parsed(cell, out double number);
        if (parsed && double.IsFinite(number)) return number;
        string wrong = string.IsNullOrWhiteSpace(cell) ? $"the cell is empty. Expected a number. Fill the cell, {empty}."
            : !parsed ? $"{Quoted.Text(cell)} is not a number. Expected one such as 12, -0.5 or 3e-4, with a decimal point. Mend the cell (a missing value is an empty one), {text}."
            : $"{Quoted.Text(cell)} is not finite. Expected a number of at most 1.8e308 in magnitude. Mend the cell (a missing value is an empty one), or leave the row or the column out.";
        throw new TableException($"{Place(column, row)}: {wrong}");
    }

    private static bool Parsed(string cell, out double number) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private string[] Cells(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return cells.TryGetValue(column, out string[]? texts) ? texts : throw new TableException(
            $"{Name}: there is no column {Quoted.Text(column)}. The nearest is {Quoted.Text(EditDistance.Nearest(column, columns))}. Expected one of those that there are: {Quoted.List(columns)}.");
    }
}
