using System.Globalization;

namespace Metamorph.Cli;

/// <summary>Runs compared task by task, as <c>compare</c> and <c>report</c> show them.</summary>
/// <param name="Learners">The best learner first.</param>
/// <param name="Runs">The measured runs of each learner, by its name.</param>
internal sealed record ComparedRuns(IReadOnlyList<Comparison> Learners, IReadOnlyDictionary<string, IReadOnlyList<MeasuredRun>> Runs)
{
    /// <summary>The names of the columns; the first says what a row is.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
        ["learner", "steps", "error", "worse than the best by", "verdict", "adaptation (ms a task)", "training (s)", "parameters", "peak memory (MB)"];

    /// <summary>Measures runs on their test tasks and compares them.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="steps">Steps of adaptation; null: as many as each was validated with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">The runs are not on the same tasks.</exception>
    internal static ComparedRuns Of(IReadOnlyList<TrainedRun> runs, int? steps, TimeProvider time, CancellationToken cancellation)
    {
        var learners = LearnerRuns.Of(runs);
        var measured = learners.ToDictionary(l => l.Name, l => (IReadOnlyList<MeasuredRun>)[.. l.Runs.Select(r => MeasuredRun.Of(r, steps ?? r.Configuration.Validation.Steps, time, cancellation))]);
        return new(Comparison.Of([.. learners.Select(l => (l.Name, (IReadOnlyList<TaskError>)[.. measured[l.Name].SelectMany(r => r.Errors)]))]), measured);
    }

    /// <summary>A row for each learner, the best first.</summary>
    internal IReadOnlyList<string[]> Rows =>
    [
        .. Learners.Select(c =>
        {
            var runs = Runs[c.Learner];
            return new[]
            {
                c.Learner, Invariant($"{runs[0].Steps}"), Interval(c.Error) + (c.Failed > 0 ? Invariant($", {100 * c.Failed:0.##} % failed") : ""), c.ToBest is { } d ? Interval(d) : "", Verdict(c),
                Invariant($"{runs.Average(r => r.Milliseconds):0.000}"), Invariant($"{runs.Average(r => r.TrainSeconds):0.0}"), Invariant($"{runs[0].Parameters}"), Invariant($"{runs.Max(r => r.PeakMemory) / 1e6:0}"),
            };
        }),
    ];

    /// <summary>What the numbers are, and what is claimed.</summary>
    internal IReadOnlyList<string> Notes
    {
        get
        {
            var (error, metric) = (Learners[0].Error, Runs[Learners[0].Learner][0].Metric);
            string over = error.Splits == 1 ? $"over its {error.Tasks} test tasks" : $"over {error.Splits} splits and {error.Tasks} tasks, clustered by both";
            string[] norms = [.. Learners.Select(l => Runs[l.Learner][0].BatchNorm)];
            string batchNorm = norms.Distinct().Count() == 1 ? norms[0] : string.Join(", ", Learners.Zip(norms, (l, norm) => $"{norm} ({l.Learner})"));
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
