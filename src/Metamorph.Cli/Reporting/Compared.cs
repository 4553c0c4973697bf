using Metamorph.Reports;
using Cell = Metamorph.Reports.Cell;

namespace Metamorph.Cli.Reporting;

/// <summary>The learners of runs and their rivals beside each other, in every mode of their batch norms, as their summaries have them.</summary>
internal static class Compared
{
    /// <summary>The errors against the steps of adaptation; none where nothing was measured after different numbers of them.</summary>
    internal static IEnumerable<Chart> Charts(IReadOnlyList<ReportedRun> runs)
    {
        var (rows, run) = (Rows(runs), runs[0]);
        if (rows.SelectMany(r => r.Evaluation).Select(e => e.Steps).Distinct().Count() < 2) yield break;
        yield return new Plot($"{(run.IsError ? "Error" : "Accuracy")} against steps of adaptation")
        {
            X = new("steps of adaptation"),
            Y = new(run.Metric, run.IsError ? null : "%") { Scale = run.IsError ? LearningCurves.Scale(rows.SelectMany(r => r.Evaluation).Select(e => e.Mean)) : AxisScale.Linear },
            Series = [.. rows.Select(r => Line(r, run))],
        };
    }

    private static Line Line(Row row, ReportedRun run)
    {
        var e = row.Evaluation;
        return new(row.Title, [.. e.Select(x => (double)x.Steps)], [.. e.Select(x => run.Unit(x.Mean))])
        {
            Lower = [.. e.Select(x => run.Unit(x.Mean - x.Ci95))], Upper = [.. e.Select(x => run.Unit(x.Mean + x.Ci95))], Dashed = row.Run is null,
        };
    }

    /// <summary>One row for every learner and mode of its batch norms: errors with intervals, and what they cost. The best of a column is the best of its mode.</summary>
    internal static DataTable Table(IReadOnlyList<ReportedRun> runs)
    {
        var (rows, run) = (Rows(runs), runs[0]);
        bool isOneMode = IsOneMode(rows);
        int[] steps = [.. rows.SelectMany(r => r.Evaluation).Select(e => e.Steps).Distinct().Order()];
        return new(
            [
                new("learner"), .. isOneMode ? Array.Empty<Column>() : [new("batch norm")],
                .. steps.Select(s => new Column((runs.FirstOrDefault(r => r.HasSteps) ?? run).After(s), IsNumber: true)), new Column("parameters", true), new Column("training", true), new Column("peak memory", true),
            ],
            [.. rows.Select(r => (IReadOnlyList<Cell>)[r.Name, .. isOneMode ? Array.Empty<Cell>() : [r.Mode], .. steps.Select(s => Error(r, s)), .. Costs(r.Run)])]);

        Cell Error(Row row, int s)
        {
            if (Of(row, s) is not { } e) return "";
            double?[] means = [.. rows.Where(r => Alike(r.Mode) == Alike(row.Mode)).Select(r => Of(r, s)?.Mean).Where(m => m is double x && double.IsFinite(x))];
            string failed = e.Failed > 0 ? Text($"\n{100 * e.Failed:0.##} % failed") : "";
            return double.IsFinite(e.Mean) ? new($"{run.Interval(e)}{failed}", means.Length > 1 && e.Mean == (run.IsError ? means.Min() : means.Max())) : new($"median {Figures.Text(e.Median)}{failed}");
        }
    }

    /// <summary>Whether all were measured in one mode of batch norm.</summary>
    internal static bool IsOneMode(IReadOnlyList<ReportedRun> runs) => IsOneMode(Rows(runs));

    /// <summary>Whether some were measured in one mode, so that there is a best.</summary>
    internal static bool HasBest(IReadOnlyList<ReportedRun> runs) => Rows(runs).GroupBy(r => Alike(r.Mode)).Any(mode => mode.Count() > 1);

    private static bool IsOneMode(IReadOnlyList<Row> rows) => rows.Select(r => r.Mode).Distinct().Count() == 1;

    /// <summary>A mode and those that are compared with it: what a prediction depends on is the same.</summary>
    private static string Alike(string mode) => mode switch { "support" => "running", "per-step" => "batch", _ => mode };

    private static Evaluation? Of(Row row, int steps) => row.Evaluation.FirstOrDefault(e => e.Steps == steps);

    /// <summary>Rivals are trained beside a run and leave no files of their own.</summary>
    private static Cell[] Costs(ReportedRun? run) => run is null ? ["", "", ""] :
    [
        Text($"{(double)run.Summary["parameters"]!:#,0}"),
        Text($"{(double)run.Summary["trainSeconds"]!:#,0.0} s"),
        Text($"{(double)run.Summary["peakMemoryBytes"]! / 1e6:#,0} MB"),
    ];

    /// <summary>The learners, and then the rivals; runs on the same tasks have rivals of the same numbers, which come once.</summary>
    private static List<Row> Rows(IReadOnlyList<ReportedRun> runs)
    {
        List<(string Name, ReportedRun? Run, Results Results)> learners =
        [
            .. runs.Select(r => (runs.Count == 1 ? r.Results[0].Learner : $"{r.Name}: {r.Results[0].Learner}", (ReportedRun?)r, r.Results[0])),
            .. runs.SelectMany(r => r.Results.Skip(1).Select(rival => (Run: r, Rival: rival)))
                .DistinctBy(p => (p.Rival.Learner, string.Join(' ', p.Rival.Evaluation)))
                .GroupBy(p => p.Rival.Learner, StringComparer.Ordinal)
                .SelectMany(same => same.Select(p => (same.Count() == 1 ? p.Rival.Learner : $"{p.Run.Name}: {p.Rival.Learner}", (ReportedRun?)null, p.Rival))),
        ];
        bool isOneLearner = learners.Count == 1;
        return [.. learners.SelectMany(l => l.Results.Evaluation.GroupBy(e => e.BatchNorm).Select(mode => (l.Name, l.Run, mode.Key, All: mode.ToArray(), Modes: l.Results.Evaluation.Select(e => e.BatchNorm).Distinct().Count())))
            .Select(l => new Row(l.Name, l.Key, l.Modes == 1 ? l.Name : isOneLearner ? l.Key : $"{l.Name}, {l.Key}", l.Run, l.All))];
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A learner in a mode of its batch norms.</summary>
    private sealed record Row(string Name, string Mode, string Title, ReportedRun? Run, IReadOnlyList<Evaluation> Evaluation);
}
