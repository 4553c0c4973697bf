using Metamorph.Cli.Configuration;
using Metamorph.Data;

namespace Metamorph.Cli.Problems;

/// <summary>
/// Rows that a person has of new tasks, as a trained model takes them: a support file to adapt to, an input file to predict for. Their
/// columns are those of the table that the model was trained on; of a run on sine waves they are x and y, and task where there are
/// several. A folder has one file per task.
/// </summary>
internal sealed class TaskRows
{
    /// <summary>The column that predictions are written to.</summary>
    internal const string Predicted = "predicted";

    private readonly string task;
    private readonly TableEncoding encoding;

    private TaskRows(string task, TableEncoding encoding) => (this.task, this.encoding) = (task, encoding);

    /// <summary>The rows that a model takes.</summary>
    /// <param name="c">Its configuration.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="text">The text beside them.</param>
    internal static TaskRows Of(RunConfiguration c, ParameterSet tensors, IReadOnlyDictionary<string, string> text) =>
        c.Data is { } data ? new(data.Task, TableProblem.Encoding(tensors, text)) : new("task", Waves());

    /// <summary>The learner of a configuration, for rows of this kind.</summary>
    internal FewShotLearner Learner(RunConfiguration c) => Learners.Of(c, [encoding.Inputs], encoding.Outputs, TableProblem.LossOf(encoding));

    /// <summary>Reads rows to adapt to.</summary>
    /// <param name="path">A table with the features and the target; in a file without the task column all rows are of one task, whose name is empty.</param>
    /// <returns>The tasks, and how many rows were left out for a missing value.</returns>
    /// <exception cref="TableException">A column is missing, a cell is not as expected, or a task has no row.</exception>
    internal (IReadOnlyList<string> Names, IReadOnlyList<(Tensor X, Tensor Y)> Tasks, int Dropped) Support(string path)
    {
        var table = Csv.Read(path);
        string? column = Column(table);
        var tasks = encoding.Tasks(table, column);
        if (tasks.All.FirstOrDefault(t => t.Rows == 0) is { } empty)
            throw new TableException($"{table.Name}: task {Quoted.Text(empty.Name)} has no row without an empty cell, and rows with one are left out (data.missing=drop). Expected at least one to adapt to. Fill the cells, or leave the task out.");
        bool named = column is not null || Directory.Exists(path);
        return (named ? [.. tasks.All.Select(t => t.Name)] : [""], [.. tasks.All.Select(encoding.Encode)], tasks.Dropped);
    }

    /// <summary>Reads rows to predict for.</summary>
    /// <param name="path">A table with the features, and the task column unless a single task without a name was adapted to.</param>
    /// <param name="names">The tasks that a model was adapted to.</param>
    /// <returns>The table; and for every task that it has rows of, the task's place among <paramref name="names"/>, its rows' places in the table, and their inputs.</returns>
    /// <exception cref="TableException">A column is missing, a task is unknown, or a cell is not as expected.</exception>
    internal (Table Table, IReadOnlyList<(int Task, IReadOnlyList<int> Rows, Tensor X)> Tasks) Input(string path, IReadOnlyList<string> names)
    {
        var table = Csv.Read(path);
        if (table.Columns.Contains(Predicted))
            throw new TableException($"{table.Name}: there is a column '{Predicted}' already. Expected none of that name, which predictions are written to. Rename it or leave it out.");
        bool unnamed = names is [""];
        string? column = Column(table);
        if (unnamed && column is not null)
            throw new TableException($"{table.Name}: rows name their task in the column {Quoted.Text(column)}, but the model was adapted to one task without a name. Leave the column out of the input, or adapt to a support file that has it.");
        if (!unnamed && column is null && !Directory.Exists(path))
            throw new TableException($"{table.Name}: there is no column {Quoted.Text(task)} that says which task a row is of. Expected one with names of tasks that the model was adapted to: {Quoted.List(names)}. Add it. There are: {Quoted.List(table.Columns)}.");
        var places = names.Select((name, place) => (name, place)).ToDictionary(p => p.name, p => p.place);
        var tasks = encoding.Tasks(table, column, target: false).All;
        if (!unnamed && tasks.FirstOrDefault(t => !places.ContainsKey(t.Name)) is { } unknown) throw Unknown(unknown, column, names);
        return (table, [.. tasks.Select(t => (unnamed ? 0 : places[t.Name], t.Places, encoding.EncodeFeatures(t)))]);
    }

    /// <summary>A model's predictions in the table's own terms: numbers in its units, or classes.</summary>
    /// <param name="predicted">[1; n, outputs]</param>
    internal IReadOnlyList<string> Texts(Tensor predicted) => encoding.Decode(predicted);

    /// <summary>The task column, where a table has it.</summary>
    private string? Column(Table table) => table.Columns.Contains(task) ? task : null;

    /// <summary>The encoding that leaves x and y as they are: it brings to mean 0 and deviation 1 what has them already.</summary>
    private static TableEncoding Waves()
    {
        using var rows = new MemoryStream("task,x,y\nwave,-1,-1\nwave,1,1\n"u8.ToArray());
        return TableEncoding.Fit(TableTasks.Of(Csv.Read(rows, "sine waves"), "task", "y").All);
    }

    private static TableException Unknown(TableTask task, string? column, IReadOnlyList<string> names)
    {
        int row = task.Places[0];
        string place = column is null ? task.Table.FileOf(row) : task.Table.Place(column, row);
        return new($"{place}: there is no adapted task {Quoted.Text(task.Name)}. The nearest is {Quoted.Text(EditDistance.Nearest(task.Name, names))}. Expected one of those that were adapted to: {Quoted.List(names)}. Adapt to support rows of it too, or leave its rows out.");
    }
}
