namespace Metamorph.Data;

/// <summary>The tasks of a table: its rows, gathered by what stands in one column.</summary>
public sealed class TableTasks
{
    private TableTasks(TaskColumns columns, IReadOnlyList<TableTask> all) => (Columns, All) = (columns, all);

    /// <summary>Which columns the tasks are made of.</summary>
    public TaskColumns Columns { get; }

    /// <summary>The tasks, in the order of their first rows; each keeps its rows in the order of the table.</summary>
    public IReadOnlyList<TableTask> All { get; }

    /// <summary>Gathers the rows of a table by task.</summary>
    /// <param name="table">The table.</param>
    /// <param name="task">The column that says which task a row belongs to; its texts are the names of the tasks.</param>
    /// <param name="target">The column to be predicted.</param>
    /// <param name="features">The columns to predict it from; null: all others, in the order of the table.</param>
    /// <returns>The tasks.</returns>
    /// <exception cref="TableException">
    /// A column is missing or is asked for twice, a cell is empty, or a feature or target is not a finite number.
    /// </exception>
    public static TableTasks Of(Table table, string task, string target, IReadOnlyList<string>? features = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var names = table.Texts(task);
        if (target == task)
            throw new TableException($"{table.Name}: column {Quoted.Text(task)} was asked for both as the task and as the target. Expected two columns. Name the column that is to be predicted.");
        string[] inputs = features is null ? [.. table.Columns.Where(c => c != task && c != target)] : [.. features];
        double[] targets = table.Numbers(target);
        RequireFeatures(inputs, table, task, target);
        double[][] values = Array.ConvertAll(inputs, table.Numbers);

        var columns = new TaskColumns(table.Name, task, target, inputs);
        var groups = Enumerable.Range(0, table.Rows).GroupBy(row => NameOf(table, names, task, row), StringComparer.Ordinal);
        return new(columns, [.. groups.Select(group => TaskOf(group.Key, [.. group]))]);

        TableTask TaskOf(string name, int[] rows) => new(
            name,
            columns,
            Array.ConvertAll(rows, row => table.Lines[row]),
            Tensor.Of([.. rows.SelectMany(row => values.Select(v => v[row]))], [rows.Length, inputs.Length]),
            Tensor.Of(Array.ConvertAll(rows, row => targets[row]), [rows.Length, 1]));
    }

    /// <summary>Parts the tasks by chance: the same key gives the same parts of the same table.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="fractions">How many tasks each part gets; null: <see cref="TaskFractions.Usual"/>.</param>
    /// <returns>Three parts of at least one task each, no task in two of them.</returns>
    /// <exception cref="TableException">There are fewer than three tasks.</exception>
    public TaskSplit Split(Key key, TaskFractions? fractions = null) => TaskSplit.Of(this, key, fractions ?? TaskFractions.Usual);

    private static string NameOf(Table table, IReadOnlyList<string> names, string task, int row) => string.IsNullOrWhiteSpace(names[row])
        ? throw new TableException($"{Table.Place(table.Name, table.Lines[row], task)}: the cell is empty. Expected the name of the task that the row belongs to. Fill it, or leave the row out.")
        : names[row];

    private static void RequireFeatures(string[] features, Table table, string task, string target)
    {
        if (features.Length == 0)
            throw new TableException($"{table.Name}: no features. Expected at least one column beside the task {Quoted.Text(task)} and the target {Quoted.Text(target)}. There are: {Quoted.List(table.Columns)}.");
        for (int i = 0; i < features.Length; i++)
        {
            string name = Quoted.Text(features[i]);
            if (features[i] == target || features[i] == task)
                throw new TableException($"{table.Name}: column {name} was asked for both as a feature and as the {(features[i] == target ? "target" : "task")}. Expected features that are neither. Leave it out of the features.");
            if (Array.IndexOf(features, features[i]) < i)
                throw new TableException($"{table.Name}: column {name} was asked for twice as a feature. Expected each column once.");
        }
    }
}
