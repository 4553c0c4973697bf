using System.Globalization;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>Whether predictions are as often right as they are sure: a reliability diagram, and how often a model is how sure.</summary>
internal static class Reliability
{
    internal static IEnumerable<Block> Of(IReadOnlyList<Answers> answers)
    {
        // Of probabilities that are not finite nothing can be said.
        var all = answers.Where(a => a.Probabilities.All(double.IsFinite)).Select(a => (a.Mode, a.Calibration, Count: a.Labels.Length)).ToArray();
        if (all.Length == 0) yield break;
        string errors = string.Join(", ", all.Select(a => $"{Figures.Percent(a.Calibration.Error, 1)}{(all.Length > 1 ? $" ({a.Mode})" : "")}"));
        yield return new Paragraph(string.Create(
            CultureInfo.InvariantCulture,
            $"The probability of the class that is told, against the share of those that are right, for {all[0].Count:#,0} queries in {Calibration.UsualBins} bins of equal width; on the grey line a model is as often right as it is sure, below it too sure. The mean distance over all queries, the expected calibration error (Guo et al. 2017), is {errors}. Bins of few queries, as the bars show, say little."));
        yield return new Charts(
            new Plot("Right against sure")
            {
                X = new("confidence", "%") { From = 0, To = 100 },
                Y = new("accuracy", "%") { From = 0, To = 100 },
                Height = 320,
                Series =
                [
                    new Line("", [0, 100], [0, 100]) { Muted = true },
                    .. all.SelectMany((a, i) => Diagram(a.Mode, a.Calibration, i)),
                ],
            },
            Sureness([.. all.Select(a => (a.Mode, a.Calibration, a.Count))]));
    }

    private static IEnumerable<Series> Diagram(string mode, Calibration calibration, int color)
    {
        var bins = calibration.Bins.Where(b => b.Count > 0).ToArray();
        double[] sure = [.. bins.Select(b => 100 * b.Confidence)], right = [.. bins.Select(b => 100 * b.Accuracy)];
        return [new Line("", sure, right) { Color = color }, new Points(mode == "none" ? "" : mode, sure, right) { Color = color }];
    }

    private static Bars Sureness(IReadOnlyList<(string Mode, Calibration Calibration, int Count)> all)
    {
        int count = all[0].Calibration.Bins.Count;
        int[] shown = [.. Enumerable.Range(0, count).Where(b => all.Any(a => a.Calibration.Bins[b].Count > 0))];
        return new("How sure it is", [.. shown.Select(b => string.Create(CultureInfo.InvariantCulture, $"{100.0 * b / count:0} to {100.0 * (b + 1) / count:0} %"))],
        [
            .. all.Select(a => new BarSeries(a.Mode, [.. shown.Select(b => 100 * a.Calibration.Bins[b].Count / a.Count)])),
        ])
        {
            Axis = new("queries of that confidence", "%") { From = 0, To = 100 },
        };
    }
}
