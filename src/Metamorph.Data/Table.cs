using System.Globalization;

namespace Metamorph.Data;

/// <summary>Named columns of text, row after row, with the line of the file that every row begins on. Numbers are read when asked for. A table never changes.</summary>
public sealed class Table
{
    private readonly string[] columns;
    private readonly string[][] cells;
    private readonly int[] lines;

    internal Table(string name, string[] columns, string[][] cells, int[] lines) => (Name, this.columns, this.cells, this.lines) = (name, columns, cells, lines);

    /// <summary>What messages call the table: the path of its file.</summary>
    public string Name { get; }

    /// <summary>The names of the columns, in order, each once.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The number of rows, the header not counted: at least 1.</summary>
    public int Rows => lines.Length;

    /// <summary>For every row, the line of the file that it begins on; the header is line 1.</summary>
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
    public double[] Numbers(string column)
    {
        string[] texts = Cells(column);
        double[] numbers = new double[texts.Length];
        for (int row = 0; row < numbers.Length; row++) numbers[row] = Number(texts[row], row, column);
        return numbers;
    }

    /// <summary>What messages call a cell: <c>pupils.csv:17, column 'score'</c>.</summary>
    internal static string Place(string table, int line, string column) => $"{table}:{line}, column {Quoted.Text(column)}";

    private string[] Cells(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        int place = Array.IndexOf(columns, column);
        return place >= 0 ? cells[place] : throw new TableException(
            $"{Name}: there is no column {Quoted.Text(column)}. The nearest is {Quoted.Text(EditDistance.Nearest(column, columns))}. Expected one of those that there are: {Quoted.List(columns)}.");
    }

    private double Number(string text, int row, string column)
    {
        bool parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (parsed && double.IsFinite(number)) return number;
        string wrong = string.IsNullOrWhiteSpace(text) ? "the cell is empty. Expected a number. Nothing is filled in for missing values: fill the cell, or leave the row or the column out."
            : !parsed ? $"{Quoted.Text(text)} is not a number. Expected one such as 12, -0.5 or 3e-4, with a decimal point. Mend the cell, or leave the column out."
            : $"{Quoted.Text(text)} is not finite. Expected a number of at most 1.8e308 in magnitude. Mend the cell, or leave the row or the column out.";
        throw new TableException($"{Place(Name, lines[row], column)}: {wrong}");
    }
}
