using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>What a run has left, read for a report.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Run">The run.</param>
/// <param name="Metrics">Its <c>metrics.jsonl</c>.</param>
/// <param name="Summary">Its <c>summary.json</c>.</param>
/// <param name="Results">The errors of the learner and then of its rivals, out of the summary.</param>
/// <param name="Notes">What people are to know of its tasks.</param>
/// <param name="HasSteps">Whether its learner adapts by steps: most that compare examples of classes do not.</param>
/// <param name="Pictures">What it makes of some of its test tasks.</param>
internal sealed record ReportedRun(
    string Name,
    TrainedRun Run,
    IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics,
    JsonNode Summary,
    IReadOnlyList<Results> Results,
    IReadOnlyList<string> Notes,
    bool HasSteps,
    IReadOnlyList<Section> Pictures)
{
    /// <summary>Its <c>config.json</c>.</summary>
    internal RunConfiguration Configuration => Run.Configuration;

    /// <summary>What its tasks are.</summary>
    internal string Problem => Configuration.Classes is { } k ? $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(k.Path))}, {new EpisodeForm(k.Ways, k.Shots, k.Queries)}"
        : Configuration.Data is { } d ? $"{d.Target} of each {(d.Task.Length > 0 ? d.Task : "task")}"
        : "sine waves";

    /// <summary>What was measured, in words.</summary>
    internal string Metric => Results[0].Evaluation[0].Metric == "mse" ? "mean squared error" : Results[0].Evaluation[0].Metric;

    /// <summary>Whether less of it is better.</summary>
    internal bool IsError => Results[0].Evaluation[0].Metric is not ("accuracy" or "f1");

    /// <summary>What was measured in its unit: an error as it is, a share in per cent.</summary>
    internal double Unit(double number) => IsError ? number : 100 * number;

    /// <summary>A mean with half of its interval.</summary>
    internal string Interval(Evaluation e) => Figures.Interval(e.Mean, e.Ci95, !IsError);

    /// <summary>When something was measured.</summary>
    internal string After(int steps) => HasSteps ? Reporting.Steps.After(steps) : "after adaptation";

    /// <summary>Reads a run, and adapts its model to some test tasks.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="begin">Is told what is measured next where that takes time, and ends it by an exception.</param>
    internal static ReportedRun Open(string path, TimeProvider time, Action<string> begin)
    {
        var run = TrainedRun.Open(path, time);
        using var folder = run.Folder;
        var c = run.Configuration;
        var problem = run.Problem(c);
        var learner = problem.Learner(c);
        var meta = run.Meta(learner);
        var summary = run.Summary;
        return new(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            run,
            folder.ReadMetrics(),
            summary,
            Cli.Results.FromSummary(summary, Path.Combine(folder.Path, "summary.json")),
            problem.Notes,
            c.Classes is null || learner is GradientLearner,
            [.. problem.Show(learner, meta, begin)]);
    }
}
