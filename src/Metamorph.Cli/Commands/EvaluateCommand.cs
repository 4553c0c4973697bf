using System.CommandLine;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Measures a trained model.</summary>
internal static class EvaluateCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var run = new Argument<string>("DIR") { Description = "The folder of a run." };
        var data = new Option<string?>("--data") { Description = "Another file with the model's columns, or a folder with one file per task; not given: the run's own.", HelpName = "PATH" };
        var task = new Option<string?>("--task") { Description = "The column of it that says which task a row is of; not given: as in training, and in a folder every file is a task.", HelpName = "COLUMN" };
        var order = new Option<string?>("--support-order") { Description = "random, or the column whose first rows are the support; not given: as in training.", HelpName = "COLUMN" };
        var dropSmall = new Option<bool>("--drop-small-tasks") { Description = "Leave out tasks with too few rows." };
        var split = new Option<string?>("--split") { Description = "train, validation, test or all tasks of it; not given: test, or validation for classes of a data set that has no test classes.", HelpName = "NAME" };
        var tasks = new Option<int?>("--tasks") { Description = "How many tasks; of a table: draws of support rows for each task.", HelpName = "N" };
        var support = new Option<int?>("--support") { Description = "Rows to adapt to, or examples of each class; not given: as in training.", HelpName = "N" };
        var ways = new Option<int?>("--ways") { Description = "Classes of a task, for runs of classes; a learner with a head has as many as in training.", HelpName = "N" };
        var queries = new Option<int?>("--queries") { Description = "Query examples of each class, for runs of classes.", HelpName = "N" };
        var steps = new Option<string?>("--steps") { Description = "Numbers of steps of adaptation, as 0,1,5,10.", HelpName = "LIST" };
        var json = new Option<bool>("--json") { Description = "The same object as in summary.json, for machines." };
        var command = new Command("evaluate", "Measure a trained model on tasks.\n\nExamples:\n  metamorph evaluate runs/sinusoid --support 5 --tasks 6000\n  metamorph evaluate runs/table --data other-schools.csv --split all --json\n  metamorph evaluate runs/patients --data new-patients --split all --support 10")
        {
            run, data, task, split, tasks, support, ways, queries, order, dropSmall, steps, json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() =>
        {
            var settings = new List<string>();
            if (arguments.GetValue(steps) is { } list) settings.Add($"evaluation.steps={list}");
            if (arguments.GetValue(tasks) is { } count) settings.Add($"evaluation.tasks={count}");
            if (arguments.GetValue(order) is { } column) settings.Add($"data.order={column}");
            if (arguments.GetValue(dropSmall)) settings.Add("data.dropSmall=true");
            return Run(TrainedRun.Open(arguments.GetRequiredValue(run), time), arguments.GetValue(data), arguments.GetValue(task), arguments.GetValue(split) is { } part ? Splits.Parse(part) : null, arguments.GetValue(support), arguments.GetValue(ways), arguments.GetValue(queries), settings, arguments.GetValue(json), screen, cancellation);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(TrainedRun run, string? data, string? task, Split? split, int? support, int? ways, int? queries, IReadOnlyList<string> settings, bool json, Screen screen, CancellationToken cancellation)
    {
        var c = ConfigurationText.Set(run.Configuration, settings);
        if (c.Classes is { } classes)
        {
            if (task is not null) throw new UsageException($"--task {task}: the run in '{run.Folder.Path}' is of classes, whose tasks are drawn. Expected --data FOLDER alone.");
            c = c with { Classes = classes with { Path = data ?? classes.Path, Ways = ways ?? classes.Ways, Shots = support ?? classes.Shots, Queries = queries ?? classes.Queries } };
            support = null;
        }
        else if (c.Tagging is { } tagging)
        {
            if (task is not null) throw new UsageException($"--task {task}: the run in '{run.Folder.Path}' is of taggers, whose tasks are drawn. Expected --data FOLDER alone.");
            c = c with { Tagging = tagging with { Path = data ?? tagging.Path, Support = support ?? tagging.Support } };
            support = null;
        }
        else if (data is not null || task is not null)
        {
            var own = c.Data ?? throw new UsageException($"{(data is null ? $"--task {task}" : $"--data {data}")}: the run in '{run.Folder.Path}' was trained on sine waves. Expected a run on a table.");
            c = c with { Data = own with { Path = data ?? own.Path, Task = task ?? (data is not null && Directory.Exists(TableProblem.Found(data)) ? "" : own.Task) } };
        }

        if (support is int rows) c = c with { Tasks = c.Tasks with { Support = rows, Query = c.Data is null ? rows : c.Tasks.Query } };

        var problem = run.Problem(c);
        var learner = problem.Learner(c, problem.Loss.Until(cancellation));
        var results = new Results(c.Learner, problem.Evaluate(learner, run.Meta(learner), split ?? problem.JudgedBy, c, new Key(c.Seed).Fold(2), cancellation));
        foreach (string note in problem.Notes) screen.Note(note);
        if (!json)
        {
            screen.Table([results]);
            return ExitCode.Ok;
        }

        // A run that was stopped has no summary, and a model all the same.
        var summary = File.Exists(Path.Combine(run.Folder.Path, "summary.json")) ? run.Summary : new() { ["learner"] = c.Learner };
        summary["evaluation"] = results.ToJson();
        summary.Remove("rivals");
        screen.Line(Outputs.Text(summary));
        return ExitCode.Ok;
    }
}
