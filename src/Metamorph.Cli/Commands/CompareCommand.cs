using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Metamorph.Cli.Commands;

/// <summary>Compares trained learners task by task.</summary>
internal static class CompareCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var runs = new Argument<string[]>("DIR") { Description = "Folders of runs on the same tasks. Runs that differ in the seed alone are one learner on several splits.", Arity = ArgumentArity.OneOrMore };
        var steps = new Option<int?>("--steps") { Description = "Steps of adaptation; not given: as many as the run was validated with (validation.steps).", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "An array with an object for each learner, for machines." };
        var command = new Command("compare", "Compare trained learners on the same test tasks.\n\nExamples:\n  metamorph compare runs/maml-* runs/anil-*\n  metamorph compare runs/maml-1 runs/ridge-1 --steps 5 --json")
        {
            runs, steps, json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(
            () => Run([.. arguments.GetRequiredValue(runs).Select(r => TrainedRun.Open(r, time))], arguments.GetValue(steps), arguments.GetValue(json), screen, time, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(IReadOnlyList<TrainedRun> runs, int? steps, bool json, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        if (steps < 0) throw new UsageException($"--steps {steps}: expected a number from 0 on.");
        var learners = LearnerRuns.Of(runs);
        var measured = learners.ToDictionary(l => l.Name, l => (IReadOnlyList<MeasuredRun>)[.. l.Runs.Select(r => MeasuredRun.Of(r, steps ?? r.Configuration.Validation.Steps, time, cancellation))]);
        var compared = Comparison.Of([.. learners.Select(l => (l.Name, (IReadOnlyList<TaskError>)[.. measured[l.Name].SelectMany(r => r.Errors)]))]);
        if (json) screen.Line(Outputs.Text(new JsonArray([.. compared.Select(c => (JsonNode)Json(c, measured[c.Learner]))])));
        else Show(compared, measured, screen);
        return ExitCode.Ok;
    }

    private static void Show(IReadOnlyList<Comparison> compared, Dictionary<string, IReadOnlyList<MeasuredRun>> measured, Screen screen)
    {
        screen.Grid(
            ["learner", "steps", "error", "worse than the best by", "verdict", "adaptation (ms a task)", "training (s)", "parameters", "peak memory (MB)"],
            [.. compared.Select(c =>
            {
                var runs = measured[c.Learner];
                return new[]
                {
                    c.Learner, Invariant($"{runs[0].Steps}"), Interval(c.Error) + (c.Failed > 0 ? Invariant($", {100 * c.Failed:0.##} % failed") : ""), c.ToBest is { } d ? Interval(d) : "", Verdict(c),
                    Invariant($"{runs.Average(r => r.Milliseconds):0.000}"), Invariant($"{runs.Average(r => r.TrainSeconds):0.0}"), Invariant($"{runs[0].Parameters}"), Invariant($"{runs.Max(r => r.PeakMemory) / 1e6:0}"),
                };
            })]);
        var (error, metric) = (compared[0].Error, measured[compared[0].Learner][0].Metric);
        string over = error.Splits == 1 ? $"over its {error.Tasks} test tasks" : $"over {error.Splits} splits and {error.Tasks} tasks, clustered by both";
        screen.Line($"{metric} on the test tasks: mean ± half the 95 % interval {over}; differences are taken task by task; adaptation side by side");
        screen.Line(error.Splits >= Comparison.FewestSplits
            ? "worse: the interval of the difference excludes 0"
            : $"{error.Splits} {(error.Splits == 1 ? "split" : "splits")}: nothing is claimed. Expected at least {Comparison.FewestSplits}: train with --set seed=1, 2, ...");
    }

    private static string Verdict(Comparison c) => c.ToBest is not { } difference ? "smallest error"
        : difference.Splits < Comparison.FewestSplits ? "no claim"
        : c.Worse ? "worse"
        : "not told apart";

    private static JsonObject Json(Comparison c, IReadOnlyList<MeasuredRun> runs) => new()
    {
        ["learner"] = c.Learner,
        ["metric"] = runs[0].Metric,
        ["steps"] = runs[0].Steps,
        ["splits"] = c.Error.Splits,
        ["tasks"] = c.Error.Tasks,
        ["error"] = Json(c.Error),
        ["differenceToBest"] = c.ToBest is { } difference ? Json(difference) : null,
        ["verdict"] = Verdict(c),
        ["failed"] = c.Failed,
        ["adaptationMilliseconds"] = runs.Average(r => r.Milliseconds),
        ["trainSeconds"] = runs.Average(r => r.TrainSeconds),
        ["parameters"] = runs[0].Parameters,
        ["peakMemoryBytes"] = runs.Max(r => r.PeakMemory),
        ["runs"] = new JsonArray([.. runs.Select(r => (JsonNode)r.Folder)]),
    };

    private static JsonObject Json(ClusteredMean mean) => new() { ["mean"] = RunFolder.Number(mean.Mean), ["ci95"] = RunFolder.Number(mean.Ci95) };

    private static string Interval(ClusteredMean mean) => double.IsFinite(mean.Mean) ? $"{Screen.Number(mean.Mean)} ± {Screen.Number(mean.Ci95)}" : "not finite";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
