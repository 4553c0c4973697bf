using Metamorph.Cli.Configuration;
using Metamorph.Data;
using Metamorph.Reports;
using Cell = Metamorph.Reports.Cell;

namespace Metamorph.Cli.Reporting;

/// <summary>The page about one run or several.</summary>
internal static class RunPage
{
    /// <param name="runs">At least one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="screen">Shows how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static Page Of(IReadOnlyList<ReportedRun> runs, TimeProvider time, Screen screen, CancellationToken cancellation) => new(
        runs is [var one] ? $"{one.Results[0].Learner} on {one.Problem}" : $"{runs.Count} runs: {string.Join(", ", runs.Select(r => r.Name))}",
        [
            new("Results on new tasks", [.. Errors(runs)]),
            .. runs.Count == 1 ? [] : new[] { new Section("Compared task by task", [.. TaskByTask(runs, time, screen, cancellation)]) },
            .. runs.SelectMany(r => runs.Count == 1 ? r.Pictures : r.Pictures.Select(s => s with { Title = $"{r.Name}: {char.ToLowerInvariant(s.Title[0])}{s.Title[1..]}" })),
            .. runs.Select(r => new Section(runs.Count == 1 ? "To repeat it" : $"To repeat {r.Name}", [.. Repeat(r)])),
        ])
    {
        Lead = string.Join(' ', runs.Select(r => Lead(r, runs.Count == 1))),
    };

    private static string Lead(ReportedRun run, bool alone)
    {
        var all = run.Results[0].Evaluation;
        if (run.Configuration.Classes is not null) return Classes(run, alone);

        // The number of steps that the best iteration was chosen by, and not one that looks well on test tasks.
        var (first, last) = (all[0], all.FirstOrDefault(e => e.Steps == run.Configuration.Validation.Steps) ?? all[^1]);
        string name = alone ? run.Results[0].Learner : run.Name;
        return FormattableString.Invariant(
            $"{name}: {run.Configuration.Tasks.Support} support rows; {run.Metric} {Figures.Text(first.Mean)} {Steps.After(first.Steps)}, {Figures.Text(last.Mean)} ± {Figures.Text(last.Ci95)} {Steps.After(last.Steps)}, on {last.Tasks:#,0} tasks that it was not trained on.");
    }

    /// <summary>Of classes: in every mode of batch norm, after the number of steps that the best iteration was chosen by.</summary>
    private static string Classes(ReportedRun run, bool alone)
    {
        Evaluation[] all = [.. run.Results[0].Evaluation.GroupBy(e => e.BatchNorm).Select(mode => mode.FirstOrDefault(e => e.Steps == run.Configuration.Validation.Steps) ?? mode.Last())];
        string accuracy = string.Join(" and ", all.Select(e => run.Interval(e) + (e.BatchNorm == "none" ? "" : $" with {(e.BatchNorm == "per-step" ? "per-step batch" : e.BatchNorm)} statistics")));
        var k = run.Configuration.Classes!;
        return FormattableString.Invariant(
            $"{(alone ? run.Results[0].Learner : run.Name)}: {new EpisodeForm(k.Ways, k.Shots, k.Queries)}; {run.Metric} {accuracy} {run.After(all[0].Steps)}, on {all[0].Tasks:#,0} tasks of classes that it was not trained on.");
    }

    private static IEnumerable<Block> Errors(IReadOnlyList<ReportedRun> runs)
    {
        int failedAbove = (int)Evaluation.FailedAbove;
        bool areClasses = runs.All(r => r.Configuration.Classes is not null), isOneMode = Compared.IsOneMode(runs);
        string marked = Compared.HasBest(runs) ? $" The {(runs[0].IsError ? "smallest" : "greatest")} mean of a column{(isOneMode ? "" : " and a mode of batch norm")} is marked; whether two of them differ by more than chance, overlapping intervals do not say." : "";
        string standard = runs[0] is { IsError: true, Configuration.Data: not null } ? " A target has deviation 1: to guess its mean is an error of about 1." : "";
        string rows = areClasses ? "queries of new tasks" : "query rows of test tasks", failures = areClasses ? "" : $" A task has failed when its error is above {failedAbove} or not finite; where the mean is not finite, a line has a gap, and the table holds the median.";
        yield return new Paragraph($"The {runs[0].Metric} on {rows} ± half of its 95\u00a0% interval over tasks; bands are these intervals.{standard}{marked}{failures} Batch norm: {Screen.BatchNorm([.. runs.Select(r => r.Results[0])])}.");
        if (!isOneMode) yield return new Paragraph("With running statistics, measured on training tasks, or those of the support a prediction depends on the support and its own example alone. With those of the batch it depends on the other queries beside it as well (transductive), which a single new example does not have.");
        yield return Compared.Table(runs);
        foreach (string note in runs.SelectMany(r => r.Notes).Distinct()) yield return new Paragraph(note);
        yield return new Paragraph(LearningCurves.Words(runs));
        yield return new Charts([.. Compared.Charts(runs), LearningCurves.Chart(runs)]);
    }

    private static IReadOnlyList<Block> TaskByTask(IReadOnlyList<ReportedRun> runs, TimeProvider time, Screen screen, CancellationToken cancellation)
    {
        try
        {
            var compared = ComparedRuns.Of([.. runs.Select(r => r.Run)], null, time, screen, cancellation);
            return [new Paragraph(string.Join(". ", compared.Notes) + "."), new DataTable([.. compared.Columns.Select((name, i) => new Column(name, IsNumber: i > 0))], [.. compared.Rows.Select(row => row.Select(cell => new Cell(cell)).ToArray())])];
        }
        catch (UsageException e)
        {
            // Runs on other tasks may stand on one page, but their numbers say nothing of each other.
            return [new Paragraph($"These runs cannot be compared: {e.Message}")];
        }
    }

    private static IEnumerable<Block> Repeat(ReportedRun run)
    {
        yield return new Paragraph("The same command gives the same model, bit for bit, on the same machine.");
        yield return new Code(Repeated.Command(run.Configuration));
        yield return new Code(ConfigurationText.ToJson(run.Configuration).ToJsonString(new() { WriteIndented = true })) { Folded = "The whole configuration" };
    }
}
