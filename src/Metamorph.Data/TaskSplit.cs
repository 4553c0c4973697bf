namespace Metamorph.Data;

/// <summary>The tasks of a table in three parts, no task in two of them. Every part is in the order of the table.</summary>
public sealed class TaskSplit
{
    private TaskSplit(IReadOnlyList<TableTask> train, IReadOnlyList<TableTask> validation, IReadOnlyList<TableTask> test, IReadOnlyList<TableTask> all) =>
        (Train, Validation, Test, All) = (train, validation, test, all);

    /// <summary>Tasks that a model is trained on.</summary>
    public IReadOnlyList<TableTask> Train { get; }

    /// <summary>Tasks that settings are chosen by.</summary>
    public IReadOnlyList<TableTask> Validation { get; }

    /// <summary>Tasks that the chosen model is judged by, once.</summary>
    public IReadOnlyList<TableTask> Test { get; }

    /// <summary>All tasks of the table.</summary>
    public IReadOnlyList<TableTask> All { get; }

    /// <summary>One of the parts.</summary>
    /// <param name="split">Which.</param>
    public IReadOnlyList<TableTask> this[Split split] => split switch
    {
        Split.Train => Train,
        Split.Validation => Validation,
        Split.Test => Test,
        Split.All => All,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "expected Train, Validation, Test or All."),
    };

    internal static TaskSplit Of(TableTasks tasks, Key key, TaskFractions fractions)
    {
        int count = tasks.All.Count;
        if (count < 3)
            throw new TableException($"{tasks.Columns.Table}: column {Quoted.Text(tasks.Columns.Task)} names {count} {(count == 1 ? "task" : "tasks")} ({Quoted.List([.. tasks.All.Select(t => t.Name)])}). Expected at least 3: one each for training, validation and the test. Add tasks, or choose the column that tells them apart.");
        var (train, validation, _) = fractions.Of(count);
        int[] order = key.Permutation(count).ToArray<int>();
        return new(Part(..train), Part(train..(train + validation)), Part((train + validation)..), tasks.All);

        TableTask[] Part(Range places) => [.. order[places].Order().Select(t => tasks.All[t])];
    }
}
