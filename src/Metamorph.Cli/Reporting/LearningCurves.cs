using System.Globalization;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>How the loss and the validation error fell during training.</summary>
internal static class LearningCurves
{
    /// <summary>A logarithmic axis shows numbers that are so many times apart; a linear one would flatten the smaller.</summary>
    private const double FarApart = 20;

    /// <summary>What the chart shows.</summary>
    internal static string Words(IReadOnlyList<ReportedRun> runs) => runs.Count == 1
        ? "In training, the loss is that of the one meta-batch of an iteration, and so noisy; the validation error is measured on the same tasks each time, and the model is that of its least."
        : "In training, the validation error is measured on the same tasks each time; the model of a run is that of its least.";

    /// <summary>The chart.</summary>
    internal static Chart Chart(IReadOnlyList<ReportedRun> runs) => runs is [var run] ? One(run) : All(runs);

    /// <summary>The scale that shows positive numbers best.</summary>
    internal static AxisScale Scale(IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(v => v > 0 && double.IsFinite(v))];
        return shown.Length > 0 && shown.Max() > FarApart * shown.Min() ? AxisScale.Log10 : AxisScale.Linear;
    }

    private static Plot One(ReportedRun run)
    {
        double[] iterations = Column(run, "iteration"), losses = Column(run, "loss"), errors = Column(run, "validation");
        double best = (double)run.Summary["bestIteration"]!;
        double at = iterations.Zip(errors).Where(p => p.First == best).Select(p => p.Second).FirstOrDefault(double.NaN);
        return new("Learning curve")
        {
            X = new("iteration"),
            Y = new("loss and error") { Scale = Scale([.. losses, .. errors]) },
            Series =
            [
                new Line("loss of a meta-batch", iterations, losses) { Muted = true },
                new Line("validation error", iterations, errors) { Color = 0 },
                new Points(string.Create(CultureInfo.InvariantCulture, $"chosen: iteration {best:#,0}"), [best], [at]) { Color = 1 },
            ],
        };
    }

    private static Plot All(IReadOnlyList<ReportedRun> runs) => new("Learning curves")
    {
        X = new("iteration"),
        Y = new("validation error") { Scale = Scale(runs.SelectMany(r => Column(r, "validation"))) },
        Series = [.. runs.Select(r => new Line(r.Name, Column(r, "iteration"), Column(r, "validation")))],
    };

    private static double[] Column(ReportedRun run, string name) => [.. run.Metrics.Select(m => m.GetValueOrDefault(name, double.NaN))];
}
