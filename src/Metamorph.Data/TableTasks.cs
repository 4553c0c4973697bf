namespace Metamorph.Data;

/// <summary>The tasks of a table: its rows, gathered by what stands in one column, or by the file that they are of.</summary>
public sealed class TableTasks
{
    private readonly string[] names;

    private TableTasks(Table table, TaskColumns columns, string[] names, IReadOnlyList<TableTask> all) =>
        (Table, Columns, this.names, All) = (table, columns, names, all);

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>Which columns the tasks are made of; every feature is named.</summary>
    public TaskColumns Columns { get; }

    /// <summary>The tasks, in the order of their first rows; each keeps its rows in the order of the table.</summary>
    public IReadOnlyList<TableTask> All { get; }

    /// <summary>How many rows of the table were left out for a missing value.</summary>
    public int Dropped => Table.Rows - All.Sum(t => t.Rows);

    /// <summary>Gathers the rows of a table by task.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns the tasks are made of.</param>
    /// <param name="dropIncomplete">Whether rows are left out that have an empty cell among their features, target and order. A task that loses all its rows stays, with none.</param>
    /// <returns>The tasks.</returns>
    /// <exception cref="TableException">A column is missing or is asked for twice, or a cell of the task column is empty.</exception>
    public static TableTasks Of(Table table, TaskColumns columns, bool dropIncomplete = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        var full = columns.In(table);
        string[] names = [.. Enumerable.Range(0, table.Rows).Select(row => NameOf(table, full.Task, row))];
        string[] needed = [.. new[] { full.Target, full.Order }.OfType<string>(), .. full.Features];
        var groups = Enumerable.Range(0, table.Rows).GroupBy(row => names[row], StringComparer.Ordinal);
        return new(table, full, names, [.. groups.Select(group => new TableTask(
            group.Key, table, full, [.. group.Where(row => !dropIncomplete || !Array.Exists(needed, column => table.IsEmpty(column, row)))]))]);
    }

    /// <inheritdoc cref="Of(Table, TaskColumns, bool)"/>
    /// <param name="task">The column that says which task a row belongs to; null: every file is a task.</param>
    /// <param name="target">The column to be predicted.</param>
    /// <param name="features">The columns to predict it from; none: all others, in the order of the table.</param>
    public static TableTasks Of(Table table, string? task, string? target, params IReadOnlyList<string> features) => Of(table, new TaskColumns(task, target, features));

    /// <summary>Parts the tasks by chance: the same key gives the same parts of the same table.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="fractions">How many tasks each part gets; null: <see cref="TaskFractions.Usual"/>.</param>
    /// <returns>Three parts of at least one task each, no task in two of them.</returns>
    /// <exception cref="TableException">There are fewer than three tasks.</exception>
    public TaskSplit Split(Key key, TaskFractions? fractions = null) => TaskSplit.Of(this, key, fractions ?? TaskFractions.Usual);

    /// <summary>Parts the tasks by what stands in a column: <c>train</c>, <c>validation</c> or <c>test</c>, the same in all rows of a task.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>Three parts of at least one task each.</returns>
    /// <exception cref="TableException">There is no such column, a cell is something else or not what the task's other rows say, or a part has no task.</exception>
    public TaskSplit Split(string column) => TaskSplit.Of(this, column);

    /// <summary>The name of the task that a row of the table belongs to.</summary>
    internal string NameOf(int row) => names[row];

    private static string NameOf(Table table, string? task, int row)
    {
        if (task is null) return TableFolder.TaskOf(table.FileOf(row));
        string name = table.Texts(task)[row];
        return string.IsNullOrWhiteSpace(name)
            ? throw new TableException($"{table.Place(task, row)}: the cell is empty. Expected the name of the task that the row belongs to. Fill it, or leave the row out.")
            : name;
    }
}
