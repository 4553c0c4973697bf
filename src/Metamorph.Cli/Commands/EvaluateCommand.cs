using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
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
        var support = Numbers("--support", "Rows to adapt to, or examples of each class, of these several, as 1,5,20; not given: as in training.");
        var ways = Numbers("--ways", "Classes of a task, for runs of classes, also several, as 2,5,20; a learner with a head has as many as in training.");
        var queries = new Option<int?>("--queries") { Description = "Query examples of each class, for runs of classes.", HelpName = "N" };
        var steps = new Option<string?>("--steps") { Description = "Numbers of steps of adaptation, as 0,1,5,10.", HelpName = "LIST" };
        var json = new Option<bool>("--json") { Description = "The same object as in summary.json, for machines." };
        var command = new Command("evaluate", "Measure a trained model on tasks.\n\nExamples:\n  metamorph evaluate runs/sinusoid --support 5 --tasks 6000\n  metamorph evaluate runs/table --data other-schools.csv --split all --json\n  metamorph evaluate runs/patients --data new-patients --split all --support 10\n  metamorph evaluate runs/pictures --ways 2,5,20 --support 1,5")
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
            return Run(TrainedRun.Open(arguments.GetRequiredValue(run), time), arguments.GetValue(data), arguments.GetValue(task), arguments.GetValue(split) is { } part ? Splits.Parse(part) : null, arguments.GetValue(support) ?? [], arguments.GetValue(ways) ?? [], arguments.GetValue(queries), settings, arguments.GetValue(json), screen, cancellation);
        }, CancellationToken.None));
        return command;

        static Option<int[]> Numbers(string name, string description) => new(name)
        {
            Description = description, HelpName = "LIST", DefaultValueFactory = _ => [],
            CustomParser = result => result.Tokens is [var list] && Parsed(list.Value) is { } numbers ? numbers : Refused(result),
        };

        static int[]? Parsed(string list) => list.Split(',').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1).ToArray() is var numbers && !numbers.Contains(-1) ? numbers : null;

        static int[] Refused(ArgumentResult result)
        {
            result.AddError($"{result.Tokens[0].Value} is no list of numbers. Expected whole numbers, as 5 or 1,5,20.");
            return [];
        }
    }

    private static int Run(TrainedRun run, string? data, string? task, Split? split, int[] support, int[] ways, int? queries, IReadOnlyList<string> settings, bool json, Screen screen, CancellationToken cancellation)
    {
        var asked = ConfigurationText.Set(run.Configuration, settings);
        if (asked.Classes is null && (ways.Length > 0 || support.Length > 1)) throw new UsageException($"the run in '{run.Folder.Path}' is not of classes. Expected one number of rows to adapt to, and no --ways.");
        (int? Ways, int? Support)[] forms = [.. from w in OrUsual(ways) from s in OrUsual(support) select (w, s)];
        var notes = new HashSet<string>(StringComparer.Ordinal);
        var found = forms.Select(form =>
        {
            var c = Configured(run, asked, data, task, form.Ways, form.Support, queries);
            var problem = run.Problem(c);
            var learner = problem.Learner(c, problem.Loss.Until(cancellation));
            string name = forms.Length == 1 ? c.Learner : $"{new EpisodeForm(c.Classes!.Ways, c.Classes.Shots, c.Classes.Queries)}";
            var results = new Results(name, screen.Measure(name, done => problem.Evaluate(learner, run.Meta(learner), split ?? problem.JudgedBy, c, new Key(c.Seed).Fold(2), done, cancellation)));
            foreach (string note in problem.Notes.Where(notes.Add)) screen.Note(note);
            return (Results: results, Form: c.Classes);
        }).ToArray();
        if (!json)
        {
            screen.Table([.. found.Select(f => f.Results)]);
            return ExitCode.Ok;
        }

        // A run that was stopped has no summary, and a model all the same.
        var summary = File.Exists(Path.Combine(run.Folder.Path, "summary.json")) ? run.Summary : new() { ["learner"] = asked.Learner };
        summary.Remove("rivals");
        if (forms.Length == 1) summary["evaluation"] = found[0].Results.ToJson();
        else
        {
            summary.Remove("evaluation");
            summary["forms"] = new JsonArray([.. found.Select(f => (JsonNode)new JsonObject { ["ways"] = f.Form!.Ways, ["support"] = f.Form.Shots, ["evaluation"] = f.Results.ToJson() })]);
        }

        screen.Line(Outputs.Text(summary));
        return ExitCode.Ok;

        static IEnumerable<int?> OrUsual(int[] numbers) => numbers.Length == 0 ? [null] : numbers.Select(n => (int?)n);
    }

    /// <summary>The run's configuration with what is asked for in place of its own.</summary>
    private static RunConfiguration Configured(TrainedRun run, RunConfiguration c, string? data, string? task, int? ways, int? support, int? queries)
    {
        if (c.Classes is { } classes)
        {
            if (task is not null) throw new UsageException($"--task {task}: the run in '{run.Folder.Path}' is of classes, whose tasks are drawn. Expected --data FOLDER alone.");
            return c with { Classes = classes with { Path = data ?? classes.Path, Ways = ways ?? classes.Ways, Shots = support ?? classes.Shots, Queries = queries ?? classes.Queries } };
        }

        if (c.Tagging is { } tagging)
        {
            if (task is not null) throw new UsageException($"--task {task}: the run in '{run.Folder.Path}' is of taggers, whose tasks are drawn. Expected --data FOLDER alone.");
            return c with { Tagging = tagging with { Path = data ?? tagging.Path, Support = support ?? tagging.Support } };
        }

        if (data is not null || task is not null)
        {
            var own = c.Data ?? throw new UsageException($"{(data is null ? $"--task {task}" : $"--data {data}")}: the run in '{run.Folder.Path}' was trained on sine waves. Expected a run on a table.");
            c = c with { Data = own with { Path = data ?? own.Path, Task = task ?? (data is not null && Directory.Exists(TableProblem.Found(data)) ? "" : own.Task) } };
        }

        return support is int rows ? c with { Tasks = c.Tasks with { Support = rows, Query = c.Data is null ? rows : c.Tasks.Query } } : c;
    }
}
