using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>Predicted against true targets of some tasks of a table, before and after adaptation.</summary>
internal static class PredictedAgainstTrue
{
    private const int Pictures = 6;

    internal static IEnumerable<Block> Of(Adaptation adaptation, IReadOnlyList<string> names, DataConfiguration data, TableEncoding encoding)
    {
        double[] truth = Numbers(adaptation.Tasks.Query.Y), before = Numbers(adaptation.Before), after = Numbers(adaptation.After);
        int rows = adaptation.Tasks.Query.Rows;
        var charts = Enumerable.Range(0, Math.Min(Pictures, names.Count)).Select(Picture).ToArray();
        yield return new Paragraph(
            $"Predicted against true {data.Target}, one picture for each of the first {charts.Length} test tasks in the order of the table; nobody chose them. The {adaptation.Tasks.Support.Rows} support rows that the model is adapted to are not among the points. On the line a prediction is right.");
        yield return new Charts(charts) { SharedLegend = true };

        double[] Numbers(Tensor standardised) => encoding.Restore(standardised).ToDoubles();

        Chart Picture(int task)
        {
            var chosen = adaptation.Rows(task);
            double[] x = At(truth), y0 = At(before), y1 = At(after);
            double[] finite = [.. x.Concat(y0).Concat(y1).Where(double.IsFinite)];

            // Both axes alike: how far a point is above the grey line is how far the prediction is above the truth.
            var (low, high) = (finite.DefaultIfEmpty(0).Min(), finite.DefaultIfEmpty(1).Max());
            double edge = 0.04 * (high > low ? high - low : 1);
            return new Plot($"{data.TaskName(names[task])}: squared error {Figures.Change(Error(x, y0), Error(x, y1))}")
            {
                Width = 340,
                X = new($"true {data.Target}") { From = low - edge, To = high + edge },
                Y = new($"predicted {data.Target}") { From = low - edge, To = high + edge },
                Series =
                [
                    new Line("", [low, high], [low, high]) { Muted = true },
                    new Points("before adaptation", x, y0) { Muted = true },
                    new Points(Steps.After(adaptation.Steps), x, y1) { Color = 0 },
                ],
            };

            double[] At(double[] all) => [.. chosen.Select(r => all[task * rows + r])];
        }

        // As everywhere else, of the standardised target.
        double Error(double[] x, double[] y) => x.Zip(y, (a, b) => (a - b) * (a - b)).DefaultIfEmpty(0).Average() / (encoding.TargetDeviation * encoding.TargetDeviation);
    }
}
