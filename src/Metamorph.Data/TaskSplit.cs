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
        {
            string what = count == 1 ? "1 task" : $"{count} tasks";
            string found = tasks.Columns.Task is { } column ? $"column {Quoted.Text(column)} names {what}" : $"every file is a task, and there {(count == 1 ? "is" : "are")} {what}";
            throw new TableException($"{tasks.Table.Name}: {found} ({Quoted.List([.. tasks.All.Select(t => t.Name)])}). Expected at least 3: one each for training, validation and the test. Add tasks, or choose the column that tells them apart.");
        }

        var (train, validation, _) = fractions.Of(count);
        int[] order = key.Permutation(count).ToArray<int>();
        return new(Part(..train), Part(train..(train + validation)), Part((train + validation)..), tasks.All);

        TableTask[] Part(Range places) => [.. order[places].Order().Select(t => tasks.All[t])];
    }

    internal static TaskSplit Of(TableTasks tasks, string column)
    {
        var (table, cells) = (tasks.Table, tasks.Table.Texts(column));
        Dictionary<string, (Split Part, int Row)> parts = new(StringComparer.Ordinal);
        for (int row = 0; row < table.Rows; row++)
        {
            if (Splits.Find(cells[row].Trim()) is not { } part || part == Split.All)
                throw new TableException($"{table.Place(column, row)}: {Quoted.Text(cells[row])} is no part of the split. Expected train, validation or test. Mend the cell, or let the tasks be split by the seed.");
            string task = tasks.NameOf(row);
            var first = parts.TryGetValue(task, out var known) ? known : parts[task] = (part, row);
            if (first.Part != part)
                throw new TableException($"{table.Place(column, row)}: task {Quoted.Text(task)} is of {Quoted.Text(cells[row])} here, and of {Quoted.Text(cells[first.Row])} in line {table.Lines[first.Row]}. Expected one part for all rows of a task. Mend the cell.");
        }

        var split = new TaskSplit(Part(Split.Train), Part(Split.Validation), Part(Split.Test), tasks.All);
        foreach (var part in new[] { Split.Train, Split.Validation, Split.Test })
        {
            if (split[part].Count == 0)
                throw new TableException($"{table.Name}: no task is of {Quoted.Text(part.ToString().ToLowerInvariant())} in column {Quoted.Text(column)}. Expected at least one task each for train, validation and test. Mark some so, or let the tasks be split by the seed.");
        }

        return split;

        TableTask[] Part(Split part) => [.. tasks.All.Where(t => parts[t.Name].Part == part)];
    }
}
