using Metamorph.Reports;
using Cell = Metamorph.Reports.Cell;

namespace Metamorph.Cli.Reporting;

/// <summary>The learners of runs and their rivals beside each other, as their summaries have them.</summary>
internal static class Compared
{
    /// <summary>The errors against the steps of adaptation.</summary>
    internal static Chart Chart(IReadOnlyList<ReportedRun> runs)
    {
        var rows = Rows(runs);
        return new Plot($"{(runs[0].IsError ? "Error" : "Accuracy")} against steps of adaptation")
        {
            X = new("steps of adaptation"),
            Y = new(runs[0].Metric) { Scale = LearningCurves.Scale(rows.SelectMany(r => r.Results.Evaluation).Select(e => e.Mean)) },
            Series = [.. rows.Select(Line)],
        };
    }

    private static Line Line((string Name, ReportedRun? Run, Results Results) row)
    {
        var e = row.Results.Evaluation;
        return new(row.Name, [.. e.Select(x => (double)x.Steps)], [.. e.Select(x => x.Mean)])
        {
            Lower = [.. e.Select(x => x.Mean - x.Ci95)], Upper = [.. e.Select(x => x.Mean + x.Ci95)], Dashed = row.Run is null,
        };
    }

    /// <summary>One row for every learner: errors with intervals, and what they cost.</summary>
    internal static DataTable Table(IReadOnlyList<ReportedRun> runs)
    {
        var rows = Rows(runs);
        int[] steps = [.. rows.SelectMany(r => r.Results.Evaluation).Select(e => e.Steps).Distinct().Order()];
        double?[] best = [.. steps.Select(s => rows.Select(r => Of(r.Results, s)?.Mean).Where(m => m is double x && double.IsFinite(x))).Select(means => runs[0].IsError ? means.Min() : means.Max())];
        return new(
            [new("learner"), .. steps.Select(s => new Column(Steps.After(s), IsNumber: true)), new Column("parameters", true), new Column("training", true), new Column("peak memory", true)],
            [.. rows.Select(r => (IReadOnlyList<Cell>)[r.Name, .. steps.Select((s, i) => Error(Of(r.Results, s), best[i])), .. Costs(r.Run)])]);
    }

    private static Evaluation? Of(Results results, int steps) => results.Evaluation.FirstOrDefault(e => e.Steps == steps);

    private static Cell Error(Evaluation? e, double? best)
    {
        if (e is null) return "";
        string failed = e.Failed > 0 ? Text($"\n{100 * e.Failed:0.##} % failed") : "";
        return double.IsFinite(e.Mean) ? new($"{Figures.Text(e.Mean)} ± {Figures.Text(e.Ci95)}{failed}", e.Mean == best) : new($"median {Figures.Text(e.Median)}{failed}");
    }

    /// <summary>Rivals are trained beside a run and leave no files of their own.</summary>
    private static Cell[] Costs(ReportedRun? run) => run is null ? ["", "", ""] :
    [
        Text($"{(double)run.Summary["parameters"]!:#,0}"),
        Text($"{(double)run.Summary["trainSeconds"]!:#,0.0} s"),
        Text($"{(double)run.Summary["peakMemoryBytes"]! / 1e6:#,0} MB"),
    ];

    /// <summary>The learners, and then the rivals; runs on the same tasks have rivals of the same numbers, which come once.</summary>
    private static List<(string Name, ReportedRun? Run, Results Results)> Rows(IReadOnlyList<ReportedRun> runs) =>
    [
        .. runs.Select(r => (runs.Count == 1 ? r.Results[0].Learner : $"{r.Name}: {r.Results[0].Learner}", (ReportedRun?)r, r.Results[0])),
        .. runs.SelectMany(r => r.Results.Skip(1).Select(rival => (Run: r, Rival: rival)))
            .DistinctBy(p => (p.Rival.Learner, string.Join(' ', p.Rival.Evaluation)))
            .GroupBy(p => p.Rival.Learner, StringComparer.Ordinal)
            .SelectMany(same => same.Select(p => (same.Count() == 1 ? p.Rival.Learner : $"{p.Run.Name}: {p.Rival.Learner}", (ReportedRun?)null, p.Rival))),
    ];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
