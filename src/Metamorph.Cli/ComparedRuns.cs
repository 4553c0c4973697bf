using System.Globalization;

namespace Metamorph.Cli;

/// <summary>
/// Runs compared task by task, as <c>compare</c> and <c>report</c> show them. Where running statistics of batch norms were measured, there are two comparisons, each of learners
/// in one mode: with running statistics, and with those of the batch.
/// </summary>
/// <param name="Learners">Mode after mode, of each the best learner first.</param>
/// <param name="Modes">The number of modes.</param>
internal sealed record ComparedRuns(IReadOnlyList<ComparedLearner> Learners, int Modes)
{
    /// <summary>The names of the columns; the first says what a row is.</summary>
    internal IReadOnlyList<string> Columns =>
        ["learner", .. Modes > 1 ? ["batch norm"] : Array.Empty<string>(), "steps", "error", "worse than the best by", "verdict", "adaptation (ms a task)", "training (s)", "parameters", "peak memory (MB)"];

    /// <summary>Measures runs on their test tasks and compares them.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="steps">Steps of adaptation; null: as many as each was validated with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="screen">Shows how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">The runs are not on the same tasks.</exception>
    internal static ComparedRuns Of(IReadOnlyList<TrainedRun> runs, int? steps, TimeProvider time, Screen screen, CancellationToken cancellation)
    {
        var learners = LearnerRuns.Of(runs);
        bool[] running = runs.Any(r => r.Model.AtOrEmpty(FewShotLearner.Statistics).Count > 0) ? [true, false] : [false];
        return new([.. running.SelectMany(InMode)], running.Length);

        IEnumerable<ComparedLearner> InMode(bool isRunning)
        {
            var measured = learners.ToDictionary(l => l.Name, l => (IReadOnlyList<MeasuredRun>)[.. l.Runs.Select(r => screen.Measure(r.Folder.Path, done => MeasuredRun.Of(r, steps ?? r.Configuration.Validation.Steps, isRunning, time, done, cancellation)))]);
            return Comparison.Of([.. learners.Select(l => (l.Name, (IReadOnlyList<TaskError>)[.. measured[l.Name].SelectMany(r => r.Errors)]))]).Select(c => new ComparedLearner(c, measured[c.Learner]));
        }
    }

    /// <summary>A row for each learner, the best first.</summary>
    internal IReadOnlyList<string[]> Rows =>
    [
        .. Learners.Select(l =>
        {
            var (c, runs) = (l.Comparison, l.Runs);
            return (string[])
            [
                c.Learner, .. Modes > 1 ? [l.BatchNorm] : Array.Empty<string>(), Invariant($"{runs[0].Steps}"), Interval(c.Error) + (c.Failed > 0 ? Invariant($", {100 * c.Failed:0.##} % failed") : ""), c.ToBest is { } d ? Interval(d) : "", Verdict(c),
                Invariant($"{runs.Average(r => r.Milliseconds):0.000}"), Invariant($"{runs.Average(r => r.TrainSeconds):0.0}"), Invariant($"{runs[0].Parameters}"), Invariant($"{runs.Max(r => r.PeakMemory) / 1e6:0}"),
            ];
        }),
    ];

    /// <summary>What the numbers are, and what is claimed.</summary>
    internal IReadOnlyList<string> Notes
    {
        get
        {
            var (error, metric) = (Learners[0].Comparison.Error, Learners[0].Runs[0].Metric);
            string over = error.Splits == 1 ? $"over its {error.Tasks} test tasks" : $"over {error.Splits} splits and {error.Tasks} tasks, clustered by both";
            string[] norms = [.. Learners.Select(l => l.BatchNorm)];
            string batchNorm = Modes > 1 ? "as the rows say, the best being the best of its mode"
                : norms.Distinct().Count() == 1 ? norms[0]
                : string.Join(", ", Learners.Select(l => $"{l.BatchNorm} ({l.Comparison.Learner})"));
            return
            [
                $"{metric} on the test tasks: mean ± half the 95 % interval {over}; differences are taken task by task; adaptation side by side; batch norm: {batchNorm}",
                error.Splits >= Comparison.FewestSplits
                    ? "worse: the interval of the difference excludes 0"
                    : $"{error.Splits} {(error.Splits == 1 ? "split" : "splits")}: nothing is claimed. Expected at least {Comparison.FewestSplits}: train with --set seed=1, 2, ...",
            ];
        }
    }

    /// <summary>What is claimed of a learner.</summary>
    internal static string Verdict(Comparison c) => c.ToBest is not { } difference ? "smallest error"
        : difference.Splits < Comparison.FewestSplits ? "no claim"
        : c.Worse ? "worse"
        : "not told apart";

    private static string Interval(ClusteredMean mean) => double.IsFinite(mean.Mean) ? $"{Screen.Number(mean.Mean)} ± {Screen.Number(mean.Ci95)}" : "not finite";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
