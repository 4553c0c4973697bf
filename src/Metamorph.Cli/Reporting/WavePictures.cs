using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>Some sine waves: the true curve, the support points, and predictions before and after adaptation.</summary>
internal static class WavePictures
{
    /// <summary>How many waves are shown.</summary>
    internal const int Tasks = 6;

    /// <summary>At how many places the curves are drawn: query points, of which there are as many as curves need.</summary>
    internal const int Places = 240;

    // Before adaptation grey, then from light to strong, as far as adaptation went.
    private static readonly int[] Colors = [4, 5, 0, 2, 3];

    internal static IEnumerable<Block> Of(Episode waves, FewShotLearner learner, ParameterSet meta, IReadOnlyList<int> steps)
    {
        double[][] predicted = [.. learner.Trajectory(meta, waves.Support, new Key(0), steps).Select(a => learner.Predict(a, waves.Query.X).ToDoubles())];
        double[] x = waves.Query.X.ToDoubles(), y = waves.Query.Y.ToDoubles(), supportX = waves.Support.X.ToDoubles(), supportY = waves.Support.Y.ToDoubles();

        // One scale for all: errors of one picture are as large as they look beside those of another.
        // A prediction that went astray does not flatten all curves.
        double highest = y.Max(Math.Abs), reach = 1.15 * Math.Min(2 * highest, y.Concat(predicted[^1]).Where(double.IsFinite).Max(Math.Abs));
        yield return new Paragraph(
            $"The first {Tasks} test tasks; nobody chose them. Each has {waves.Support.Rows} support points to adapt to. The number in a title is the squared error {Steps.After(steps[0])} and {Steps.After(steps[^1])}, over {Places} points of the curve.");
        yield return new Charts([.. Enumerable.Range(0, Tasks).Select(Picture)]) { SharedLegend = true };

        Chart Picture(int task)
        {
            int[] order = [.. Enumerable.Range(task * Places, Places).OrderBy(i => x[i])];
            double[] places = [.. order.Select(i => x[i])], truth = [.. order.Select(i => y[i])];
            var lines = steps.Select((s, i) => new Line(Steps.After(s), places, [.. order.Select(o => predicted[i][o])])
            {
                Muted = s == 0, Dashed = s == 0, Color = Colors[(steps[0] == 0 ? i + Colors.Length - 1 : i) % Colors.Length],
            });
            int rows = waves.Support.Rows;
            return new Plot($"Task {task + 1}: {Figures.Change(Error(0), Error(^1))}")
            {
                X = new("x") { From = -5, To = 5 },
                Y = new("y") { From = -reach, To = reach },
                Width = 340,
                Height = 210,
                Series = [new Line("true curve", places, truth) { Color = 6 }, .. lines, new Points("support", supportX[(task * rows)..((task + 1) * rows)], supportY[(task * rows)..((task + 1) * rows)]) { Color = 1 }],
            };

            double Error(Index step) => order.Average(o => (predicted[step][o] - y[o]) * (predicted[step][o] - y[o]));
        }
    }
}
