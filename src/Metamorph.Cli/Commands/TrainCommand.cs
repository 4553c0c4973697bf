using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Meta-trains, and ends with a table of errors before and after adaptation.</summary>
internal static class TrainCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var preset = new Argument<string?>("preset") { Description = "A configuration by name; not given: sine waves, or a table if --data is given.", Arity = ArgumentArity.ZeroOrOne };
        var table = new TableOptions();
        var set = new Option<string[]>("--set") { Description = $"Changes the configuration. Keys: {string.Join(", ", ConfigurationKeys.All.Keys)}.", HelpName = "key=value" };
        var output = new Option<string?>("--out") { Description = "The folder for config.json, metrics.jsonl, model.safetensors and summary.json; not given: runs/PRESET, with a number if there is one.", HelpName = "DIR" };
        var command = new Command("train", "Meta-train a learner over many tasks.\n\nExamples:\n  metamorph train\n  metamorph train sinusoid-5-meta-sgd --set seed=2 --out runs/meta-sgd\n  metamorph train --data schools.csv.gz --task school --target exam_score --set learner=anil\n  metamorph train --data patients --target score --categorical sex --missing mean --support-order week")
        {
            preset, set, output,
        };
        table.AddTo(command);
        command.SetAction((arguments, cancellation) => Task.Run(
            () => Run(
                Configuration(arguments.GetValue(preset), table.Read(arguments), arguments.GetValue(set) ?? []),
                arguments.GetValue(output),
                screen,
                time,
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static RunConfiguration Configuration(string? preset, DataConfiguration? data, string[] settings)
    {
        var c = Presets.Get(preset ?? (data is null ? Presets.Default : Presets.Table));
        if (data is null && c.Preset == Presets.Table)
            throw new UsageException("the preset 'table' needs a table. Expected --data FILE --task COLUMN --target COLUMN.");
        return ConfigurationText.Set(data is null ? c : c with { Data = data }, settings);
    }

    private static int Run(RunConfiguration c, string? output, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        var problem = Problem.Of(c);

        // Whatever is wrong with the configuration is found before a folder is made.
        _ = (Learners.Of(c, problem.Inputs, problem.Outputs, problem.Loss), Learners.Outer(c), Learners.Ascending("evaluation.steps", c.Evaluation.Steps));
        _ = problem.Tasks(Split.Test, c.Evaluation.Tasks);
        foreach (string note in problem.Notes) screen.Note(note);
        using var folder = RunFolder.Create(output ?? NewFolder(c.Preset), ConfigurationText.ToJson(c), time);

        var training = Training.Run(c, problem, screen, folder, cancellation);
        if (cancellation.IsCancellationRequested)
        {
            screen.Note($"stopped after {training.Iterations} iterations; the best model so far, of iteration {training.Best.Iteration}, is in {folder.Path}.");
            return ExitCode.Failed;
        }

        var key = new Key(c.Seed).Fold(2);
        var rows = new List<Results> { new(c.Learner, Evaluate(training.Learner, training.Best.Meta)) };
        if (c.Rival && c.Learner != "pretrained")
        {
            try
            {
                var rival = Training.Run(c with { Learner = "pretrained" }, problem, screen, null, cancellation);
                if (!cancellation.IsCancellationRequested) rows.Add(new("pretrained, fine-tuned", Evaluate(rival.Learner, rival.Best.Meta)));
            }
            catch (NonFiniteException e)
            {
                // The learner's own results are not to be lost to its rival's failure.
                screen.Note($"the pre-trained rival: {e.Message}");
            }
        }

        foreach (var (name, learner, meta) in problem.Rivals) rows.Add(new(name, Evaluate(learner, meta)));
        folder.SaveSummary(Summary(c, training, rows));
        screen.Table(rows);
        screen.Line($"{training.Iterations} iterations in {training.Seconds:0.0} s, the best of them {training.Best.Iteration}; the run is in {folder.Path}");
        return ExitCode.Ok;

        IReadOnlyList<Evaluation> Evaluate(FewShotLearner learner, ParameterSet meta) =>
            problem.Evaluate(learner, meta, Split.Test, c.Evaluation, key);
    }

    private static JsonObject Summary(RunConfiguration c, Training training, IReadOnlyList<Results> rows) => new()
    {
        ["learner"] = c.Learner,
        ["parameters"] = training.Best.Meta.Size,
        ["iterations"] = training.Iterations,
        ["bestIteration"] = training.Best.Iteration,
        ["trainSeconds"] = Math.Round(training.Seconds, 3),
        ["peakMemoryBytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
        ["evaluation"] = rows[0].ToJson(),
        ["rivals"] = new JsonArray([.. rows.Skip(1).Select(r => (JsonNode)new JsonObject { ["learner"] = r.Learner, ["evaluation"] = r.ToJson() })]),
    };

    private static string NewFolder(string preset) => Enumerable.Range(1, int.MaxValue)
        .Select(i => Path.Combine("runs", i == 1 ? preset : $"{preset}-{i}"))
        .First(path => !Directory.Exists(path));
}
