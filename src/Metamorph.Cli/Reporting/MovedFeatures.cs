using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>
/// How much adaptation changed what the model makes of each feature. The effect of a feature on a task is the mean over its query rows of the
/// derivative of the prediction by that feature, times the deviation of the feature among these rows: what a typical difference between two rows
/// of the task is worth, in units of the target. A feature that is the same in all rows of a task has no effect there.
/// </summary>
internal static class MovedFeatures
{
    private const int Most = 12, Pictures = 12;
    private const string Level = "(level)";

    internal static IEnumerable<Block> Of(Adaptation adaptation, IReadOnlyList<string> names, DataConfiguration data, TableEncoding encoding)
    {
        int features = encoding.Inputs;
        double unit = encoding.TargetDeviation;
        double[] x = adaptation.Tasks.Query.X.ToDoubles(), before = adaptation.SlopeBefore.ToDoubles(), after = adaptation.SlopeAfter.ToDoubles();
        double[] levels = [.. adaptation.After.ToDoubles().Zip(adaptation.Before.ToDoubles(), (a, b) => unit * (a - b))];

        // For each task: the change of the level, and then of each feature.
        double[][] signed = [.. names.Select((_, t) => Changes(t, d => d))], size = [.. names.Select((_, t) => Changes(t, Math.Abs))];
        int[] order = [.. Enumerable.Range(0, features).Where(f => size.Any(s => s[f + 1] > 0)).OrderByDescending(f => size.Average(s => s[f + 1])).Take(Most).Select(f => f + 1).Prepend(0)];
        string[] labels = [.. order.Select(o => o == 0 ? Level : encoding.InputNames[o - 1])];
        var spread = order.Select(o => Evaluation.Of([.. size.Select(s => s[o])], "", 0)).ToArray();
        string what = $"{(order.Length - 1 < features ? $"The {order.Length - 1} features that moved most, of {features}" : "All features")}, and the level";
        yield return new Paragraph(
            $"What adaptation moved, {Steps.After(adaptation.Steps)}. The effect of a feature on a task is the mean over its query rows of the derivative of the prediction by the feature, times the feature's deviation among these rows: what a typical difference between two rows is worth, in units of {data.Target}. "
            + $"The bars are the mean over {names.Count} test tasks of how far the derivative moved at a row, in the same units, with its 95\u00a0% interval over tasks; {Level} is how far the mean prediction moved. The colours say by how much and which way, task by task. {what}.");
        yield return new Charts(
            new Bars("How much adaptation moved", labels, [new("", [.. spread.Select(s => s.Mean)]) { Lower = [.. spread.Select(s => s.Mean - s.Ci95)], Upper = [.. spread.Select(s => s.Mean + s.Ci95)] }])
            {
                Axis = new("mean absolute change", $"units of {data.Target}"),
            },
            new HeatMap("Which way, task by task", [.. names.Take(Pictures).Select(data.TaskName)], labels, [.. signed.Take(Pictures).Select(s => order.Select(o => s[o]).ToArray())])
            {
                Axis = new("change of the effect", $"units of {data.Target}"),
            });

        double[] Changes(int task, Func<double, double> part)
        {
            var rows = adaptation.Rows(task);
            int first = task * adaptation.Tasks.Query.Rows;
            return [part(rows.Average(r => levels[first + r])), .. Enumerable.Range(0, features).Select(f => unit * Deviation(f) * rows.Average(r => part(after[At(r, f)] - before[At(r, f)])))];

            int At(int row, int feature) => (first + row) * features + feature;

            double Deviation(int feature)
            {
                double mean = rows.Average(r => x[At(r, feature)]);
                return Math.Sqrt(rows.Average(r => (x[At(r, feature)] - mean) * (x[At(r, feature)] - mean)));
            }
        }
    }
}
