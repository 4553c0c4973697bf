using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;

namespace Metamorph.Cli.Commands;

/// <summary>Meta-trains, and ends with a table of errors before and after adaptation.</summary>
internal static class TrainCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var preset = new Argument<string?>("preset") { Description = "A configuration by name, or a file as run.json that has some of its fields; not given: sine waves, or a table if --data is given.", Arity = ArgumentArity.ZeroOrOne };
        var table = new TableOptions();
        var set = new Option<string[]>("--set") { Description = $"Changes the configuration. Keys: {string.Join(", ", ConfigurationKeys.All.Keys)}.", HelpName = "key=value" };
        var output = new Option<string?>("--out") { Description = "The folder for config.json, metrics.jsonl, model.safetensors and summary.json; not given: runs/PRESET, with a number if there is one.", HelpName = "DIR" };
        var resume = new Option<string?>("--resume") { Description = "Goes on with a run that was stopped or killed, as if it had not been.", HelpName = "DIR" };
        var command = new Command("train", "Meta-train a learner over many tasks.\n\nExamples:\n  metamorph train\n  metamorph train sinusoid-5-meta-sgd --set seed=2 --out runs/meta-sgd\n  metamorph train run.json\n  metamorph train --resume runs/meta-sgd\n  metamorph train --data schools.csv.gz --task school --target exam_score --set learner=anil\n  metamorph train --data patients --target score --categorical sex --missing mean --support-order week")
        {
            preset, set, output, resume,
        };
        table.AddTo(command);
        command.SetAction((arguments, cancellation) => Task.Run(
            () =>
            {
                string[] settings = arguments.GetValue(set) ?? [];
                var sentences = table.Sentences(arguments);
                var classes = sentences is null ? table.Classes(arguments) : null;
                var data = (classes ?? sentences) is null ? table.Read(arguments) : null;
                if (sentences is not null) settings = [$"tagging.path={sentences}", .. settings];
                if (arguments.GetValue(resume) is not { } stopped) return Begin(Configuration(arguments.GetValue(preset) ?? (sentences is null ? null : Presets.Tagging), data, classes, settings), arguments.GetValue(output), screen, time, cancellation);
                if (data is not null || (classes ?? sentences) is not null || (arguments.GetValue(preset) ?? arguments.GetValue(output)) is not null)
                    throw new UsageException($"--resume {stopped} stands beside a preset, --data or --out. Expected --resume alone, which goes on with the run's own config.json, or --set of fields that change no number.");
                return Resume(stopped, settings, screen, time, cancellation);
            },
            CancellationToken.None));
        return command;
    }

    private static RunConfiguration Configuration(string? preset, DataConfiguration? data, string? classes, string[] settings)
    {
        var c = preset is not null && preset.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? ConfigurationText.FromFile(preset)
            : Presets.Get(preset ?? (classes is not null ? Presets.Classes : data is null ? Presets.Default : Presets.Table));
        if (classes is not null)
        {
            var own = c.Classes ?? throw new UsageException($"--data {classes} is a data set of classes, and '{preset}' is of other tasks. Expected a preset of classes, such as '{Presets.Classes}', or no preset.");
            return ConfigurationText.Set(c with { Classes = own with { Path = classes } }, settings);
        }

        if (c.Preset == Presets.Classes && c.Classes!.Path.Length == 0 && !settings.Any(s => s.StartsWith("classes.path=", StringComparison.Ordinal)))
            throw new UsageException("the preset 'classes' needs a data set. Expected --data FOLDER.");
        if (data is null && c.Preset == Presets.Table && c.Data is null)
            throw new UsageException("the preset 'table' needs a table. Expected --data FILE --task COLUMN --target COLUMN.");
        return ConfigurationText.Set(data is null ? c : c with { Data = data }, settings);
    }

    private static int Begin(RunConfiguration c, string? output, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        var problem = Checked(c, screen);
        using var folder = RunFolder.Create(output ?? NewFolder(c.Preset), ConfigurationText.ToJson(c), time, SlowStream.FromEnvironment);
        return Finish(c, problem, folder, null, screen, cancellation);
    }

    private static int Resume(string path, string[] settings, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        using var folder = RunFolder.Resume(path, time, SlowStream.FromEnvironment);
        var before = TrainedRun.ReadConfiguration(folder);
        var c = ConfigurationText.Set(before, settings);
        var differences = ConfigurationText.Differences(before, c);
        if (differences.Count > 0)
            throw new UsageException($"--set changes what the numbers of the run in '{path}' depend on: {string.Join("; ", differences)}. Expected fields of {string.Join(", ", ConfigurationText.Free)}; for others begin a run with --out.");
        var (checkpoint, damaged) = folder.LoadCheckpoint();
        if (checkpoint is not null) TrainedRun.RequireSame(c, checkpoint.Configuration, $"the checkpoint in '{path}'", folder);
        var problem = Checked(c, screen);

        // From here on files change.
        foreach (string what in damaged) screen.Note($"{what} The other one is used.");
        if (settings.Length > 0) folder.SaveConfiguration(ConfigurationText.ToJson(c));
        folder.GoBackTo(checkpoint);
        screen.Note(checkpoint is null ? $"no checkpoint in {path}: from the beginning." : $"going on after iteration {checkpoint.Step.Step.Iteration} of {c.Iterations}.");
        return Finish(c, problem, folder, checkpoint, screen, cancellation);
    }

    /// <summary>The tasks of a configuration. Whatever is wrong with it is found before a folder is touched.</summary>
    private static Problem Checked(RunConfiguration c, Screen screen)
    {
        var problem = Problem.Of(c);
        _ = Training.Plan(c, problem, problem.Learner(c));
        _ = (Learners.Ascending("evaluation.steps", c.Evaluation.Steps), Learners.PositiveOrNone("checkpoint.every", c.Checkpoint.Every));
        _ = problem.Tasks(problem.JudgedBy, Math.Min(1, c.Evaluation.Tasks));
        foreach (string note in problem.Notes) screen.Note(note);
        return problem;
    }

    private static int Finish(RunConfiguration c, Problem problem, RunFolder folder, TrainingCheckpoint? from, Screen screen, CancellationToken cancellation)
    {
        try
        {
            Train(c, problem, folder, from, screen, cancellation);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Note($"go on with: metamorph train --resume {(folder.Path.Contains(' ', StringComparison.Ordinal) ? $"\"{folder.Path}\"" : folder.Path)}");
            return ExitCode.Failed;
        }
    }

    private static void Train(RunConfiguration c, Problem problem, RunFolder folder, TrainingCheckpoint? from, Screen screen, CancellationToken cancellation)
    {
        var training = Training.Run(c, problem, screen, folder, from, cancellation);
        var key = new Key(c.Seed).Fold(2);
        var rows = new List<Results> { new(c.Learner, Evaluate(c.Learner, training.Learner, training.Best.Meta)) };
        if (c.Rival && c.Learner is not ("pretrained" or Learners.Oracle)) Beside("pretrained", Pretrained);
        foreach (var (name, rival) in problem.Rivals) Beside(name, () => Add(name, rival, problem.Fit(rival, key)));
        folder.SaveSummary(Summary(c, training, rows));
        screen.Table(rows);
        screen.Line($"{training.Iterations} iterations in {training.Seconds:0.0} s, the best of them {training.Best.Iteration}; the run is in {folder.Path}");

        void Pretrained()
        {
            // Trained anew where a run is resumed: it has no checkpoints, and the same key gives the same rival.
            var rival = Training.Run(c with { Learner = "pretrained" }, problem, screen, null, null, cancellation);
            Add("pretrained, fine-tuned", rival.Learner, rival.Best.Meta);
            var tuned = (FineTuned)problem.Learner(c with { Learner = "fine-tuned" });
            Add("pretrained, fine-tuned at best", tuned, tuned.Tune(rival.Best.Meta.At("start"), problem.Validation, key));
        }

        // A rival's row says what was chosen for it: numbers that are single meta-parameters.
        void Add(string name, FewShotLearner learner, ParameterSet meta)
        {
            string chosen = string.Join(", ", meta.AsEnumerable().Where(p => p.Value.Rank == 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {(double)p.Value:g3}")));
            rows.Add(new(chosen.Length > 0 ? $"{name} ({chosen})" : name, Evaluate(name, learner, meta)));
        }

        // The learner's own results are not to be lost to a rival's failure.
        void Beside(string name, Action add)
        {
            try
            {
                add();
            }
            catch (Exception e) when (e is ArithmeticException or ArgumentException)
            {
                screen.Note($"the rival '{name}' is left out: {e.Message}");
            }
        }

        IReadOnlyList<Evaluation> Evaluate(string name, FewShotLearner learner, ParameterSet meta) =>
            screen.Measure(name, done => problem.Evaluate(learner, meta, problem.JudgedBy, c, key, done, cancellation));
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
