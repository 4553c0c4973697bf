namespace Metamorph.Data;

/// <summary>One of the tasks in a table: a school, a patient, a machine.</summary>
/// <param name="Name">What stands in the task column, or the name of its file without the extension.</param>
/// <param name="Table">The table that its rows stand in.</param>
/// <param name="Columns">Which columns it is made of.</param>
/// <param name="Places">Which rows of the table it has, in the order of the table.</param>
public sealed record TableTask(string Name, Table Table, TaskColumns Columns, IReadOnlyList<int> Places)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Places.Count;

    /// <summary>For every row, the line of its file that it begins on.</summary>
    public IReadOnlyList<int> Lines => [.. Places.Select(place => Table.Lines[place])];
}
