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
        var split = new Option<string>("--split") { Description = "train, validation, test or all tasks of it.", DefaultValueFactory = _ => "test", HelpName = "NAME" };
        var tasks = new Option<int?>("--tasks") { Description = "How many tasks; of a table: draws of support rows for each task.", HelpName = "N" };
        var support = new Option<int?>("--support") { Description = "Rows to adapt to; not given: as in training.", HelpName = "N" };
        var steps = new Option<string?>("--steps") { Description = "Numbers of steps of adaptation, as 0,1,5,10.", HelpName = "LIST" };
        var json = new Option<bool>("--json") { Description = "The same object as in summary.json, for machines." };
        var command = new Command("evaluate", "Measure a trained model on tasks.\n\nExamples:\n  metamorph evaluate runs/sinusoid --support 5 --tasks 6000\n  metamorph evaluate runs/table --data other-schools.csv --split all --json\n  metamorph evaluate runs/patients --data new-patients --split all --support 10")
        {
            run, data, task, split, tasks, support, order, dropSmall, steps, json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() =>
        {
            var settings = new List<string>();
            if (arguments.GetValue(steps) is { } list) settings.Add($"evaluation.steps={list}");
            if (arguments.GetValue(tasks) is { } count) settings.Add($"evaluation.tasks={count}");
            if (arguments.GetValue(order) is { } column) settings.Add($"data.order={column}");
            if (arguments.GetValue(dropSmall)) settings.Add("data.dropSmall=true");
            return Run(TrainedRun.Open(arguments.GetRequiredValue(run), time), arguments.GetValue(data), arguments.GetValue(task), Splits.Parse(arguments.GetRequiredValue(split)), arguments.GetValue(support), settings, arguments.GetValue(json), screen, cancellation);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(TrainedRun run, string? data, string? task, Split split, int? support, IReadOnlyList<string> settings, bool json, Screen screen, CancellationToken cancellation)
    {
        var c = ConfigurationText.Set(run.Configuration, settings);
        if (data is not null || task is not null)
        {
            var own = c.Data ?? throw new UsageException($"{(data is null ? $"--task {task}" : $"--data {data}")}: the run in '{run.Folder.Path}' was trained on sine waves. Expected a run on a table.");
            c = c with { Data = own with { Path = data ?? own.Path, Task = task ?? (data is not null && Directory.Exists(TableProblem.Found(data)) ? "" : own.Task) } };
        }

        if (support is int rows) c = c with { Tasks = c.Tasks with { Support = rows, Query = c.Data is null ? rows : c.Tasks.Query } };

        var problem = run.Problem(c);
        var learner = Learners.Of(c, problem.Inputs, problem.Outputs, problem.Loss.Until(cancellation));
        var results = new Results(c.Learner, problem.Evaluate(learner, run.Meta(learner), split, c, new Key(c.Seed).Fold(2), cancellation));
        foreach (string note in problem.Notes) screen.Note(note);
        if (!json)
        {
            screen.Table([results]);
            return ExitCode.Ok;
        }

        var summary = run.Summary;
        summary["evaluation"] = results.ToJson();
        summary.Remove("rivals");
        screen.Line(Outputs.Text(summary));
        return ExitCode.Ok;
    }
}
