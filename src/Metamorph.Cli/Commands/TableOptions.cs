using System.CommandLine;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Options that say what is learned from a table: each sets a field of <see cref="DataConfiguration"/>.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> data = new("--data") { Description = "A CSV or TSV file (plain or .gz) with the rows of many tasks, or a folder with one file per task; or, without --target, the folder of a data set of classes, such as one with a folder of pictures for each class; looked for in the folder METAMORPH_DATA too.", HelpName = "PATH" };
    private readonly Option<string?> task = Column("--task", "The column that says which task a row is of; not needed for a folder, where every file is a task.");
    private readonly Option<string?> target = Column("--target", "The column that is predicted.");
    private readonly Option<string[]> features = Columns("--features", "The columns that it is predicted from; not given: all others.");
    private readonly Option<string[]> categorical = Columns("--categorical", "Columns of names and not of numbers, features or the target; auto: all with a text that is no number.");
    private readonly Option<string?> missing = new("--missing") { Description = "What becomes of empty cells: error (if not given), mean (of the training tasks), indicator (the mean, and an input that says so) or drop (the row).", HelpName = "CHOICE" };
    private readonly Option<string?> unknown = new("--unknown") { Description = "What becomes of categories that no training task has: error (if not given) or zeros (none of the known ones).", HelpName = "CHOICE" };
    private readonly Option<string?> order = Column("--support-order", "random (if not given), or a column of numbers: the rows that come first in it are the support.");
    private readonly Option<string?> split = Column("--split-column", "A column that says train, validation or test; not given: tasks are split by the seed.");
    private readonly Option<bool> dropSmall = new("--drop-small-tasks") { Description = "Leave out tasks with too few rows, and say which." };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { data, task, target, features, categorical, missing, unknown, order, split, dropSmall }) command.Add(option);
    }

    /// <summary>The folder of a data set of classes, where --data names one and nothing says that it is a table; null: it does not.</summary>
    internal string? Classes(ParseResult arguments) =>
        arguments.GetValue(data) is { } path && arguments.GetValue(target) is null && arguments.GetValue(task) is null && ExampleFolder.Is(TableProblem.Found(path)) ? path : null;

    /// <summary>The folder of sentences with named entities, where --data names one; null: it does not.</summary>
    internal string? Sentences(ParseResult arguments) =>
        arguments.GetValue(data) is { } path && arguments.GetValue(target) is null && arguments.GetValue(task) is null && NamedEntities.Is(TableProblem.Found(path)) ? path : null;

    /// <summary>What they say; null: no table is asked for.</summary>
    /// <exception cref="UsageException">Options for a table without one, or a table without a task or a target.</exception>
    internal DataConfiguration? Read(ParseResult arguments)
    {
        if (arguments.GetValue(data) is not { } path)
        {
            string[] stray = [.. new Option[] { task, target, features, categorical, missing, unknown, order, split, dropSmall }.Where(o => arguments.GetResult(o) is { Implicit: false }).Select(o => o.Name)];
            return stray.Length == 0 ? null : throw new UsageException($"{string.Join(" and ", stray)} {(stray.Length == 1 ? "is" : "are")} about a table. Expected --data FILE beside {(stray.Length == 1 ? "it" : "them")}.");
        }

        bool byFile = arguments.GetValue(task) is null && Directory.Exists(TableProblem.Found(path));
        if (arguments.GetValue(target) is null || (arguments.GetValue(task) is null && !byFile))
            throw new UsageException($"--data {path} without {(arguments.GetValue(task) is null && !byFile ? "--task" : "--target")} COLUMN. Expected both columns: which task a row is of, and what is predicted; of a folder with one file per task, the second.");
        var usual = new DataConfiguration();
        return new()
        {
            Path = path,
            Task = arguments.GetValue(task) ?? "",
            Target = arguments.GetValue(target)!,
            Features = arguments.GetValue(features) ?? [],
            Categorical = arguments.GetValue(categorical) ?? [],
            Missing = arguments.GetValue(missing) ?? usual.Missing,
            Unknown = arguments.GetValue(unknown) ?? usual.Unknown,
            Order = arguments.GetValue(order) ?? usual.Order,
            Split = arguments.GetValue(split) ?? usual.Split,
            DropSmall = arguments.GetValue(dropSmall),
        };
    }

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "COLUMN" };

    private static Option<string[]> Columns(string name, string description) => new(name) { Description = description, HelpName = "COLUMN...", AllowMultipleArgumentsPerToken = true };
}
