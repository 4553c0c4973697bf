using System.CommandLine;
using System.Text.Json.Nodes;

namespace Metamorph.Cli.Commands;

/// <summary>Compares trained learners task by task.</summary>
internal static class CompareCommand
{
    internal static Command Create(Screen screen, TimeProvider time)
    {
        var runs = new Argument<string[]>("DIR") { Description = "Folders of runs on the same tasks. Runs that differ in the seed alone are one learner on several splits.", Arity = ArgumentArity.OneOrMore };
        var steps = new Option<int?>("--steps") { Description = "Steps of adaptation; not given: as many as the run was validated with (validation.steps).", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "An array with an object for each learner, and each mode of its batch norms, for machines." };
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
        var compared = ComparedRuns.Of(runs, steps, time, screen, cancellation);
        if (json)
        {
            screen.Line(Outputs.Text(new JsonArray([.. compared.Learners.Select(l => (JsonNode)Json(l.Comparison, l.Runs))])));
            return ExitCode.Ok;
        }

        screen.Grid(compared.Columns, compared.Rows);
        foreach (string note in compared.Notes) screen.Line(note);
        return ExitCode.Ok;
    }

    private static JsonObject Json(Comparison c, IReadOnlyList<MeasuredRun> runs) => new()
    {
        ["learner"] = c.Learner,
        ["metric"] = runs[0].Metric,
        ["batchNorm"] = runs[0].BatchNorm,
        ["steps"] = runs[0].Steps,
        ["splits"] = c.Error.Splits,
        ["tasks"] = c.Error.Tasks,
        ["error"] = Json(c.Error),
        ["differenceToBest"] = c.ToBest is { } difference ? Json(difference) : null,
        ["verdict"] = ComparedRuns.Verdict(c),
        ["failed"] = c.Failed,
        ["adaptationMilliseconds"] = runs.Average(r => r.Milliseconds),
        ["trainSeconds"] = runs.Average(r => r.TrainSeconds),
        ["parameters"] = runs[0].Parameters,
        ["peakMemoryBytes"] = runs.Max(r => r.PeakMemory),
        ["runs"] = new JsonArray([.. runs.Select(r => (JsonNode)r.Folder)]),
    };

    private static JsonObject Json(ClusteredMean mean) => new() { ["mean"] = RunFolder.Number(mean.Mean), ["ci95"] = RunFolder.Number(mean.Ci95) };
}
