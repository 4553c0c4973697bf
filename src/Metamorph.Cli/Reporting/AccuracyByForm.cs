using Metamorph.Cli.Problems;
using Metamorph.Data;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>The accuracy against shots, and against ways for models that tell any number of classes.</summary>
internal static class AccuracyByForm
{
    /// <summary>Tasks of each form, at most.</summary>
    private const int Tasks = 100;

    /// <summary>Queries of each class, at most: more of them leave fewer examples for the support.</summary>
    private const int Queries = 5;

    /// <summary>Examples of tasks side by side: what layers make of their images has to be in memory.</summary>
    private const int Together = 2000;

    // Divisors of the number of tasks: no last part is of another size, which a recording would be made for anew.
    private static readonly int[] Chunks = [50, 25, 20, 10, 5, 4, 2, 1];
    private static readonly int[] Shots = [1, 2, 3, 5, 10, 15, 20];
    private static readonly int[] Ways = [2, 5, 10, 20, 50];

    /// <summary>The charts: none where there is nothing to vary.</summary>
    /// <param name="judged">The classes that results are measured on.</param>
    /// <param name="models">The model in every mode of its batch norms.</param>
    /// <param name="begin">Is told what is measured next, and ends it by an exception.</param>
    internal static IReadOnlyList<Chart> Of(JudgedClasses judged, IReadOnlyList<ModelInMode> models, Action<string> begin)
    {
        int queries = QueriesOf(judged);
        int[] shots = [.. Shots.Append(judged.Form.Shots).Distinct().Order().Where(s => s + queries <= judged.LeastExamples)];
        int[] ways = judged.IsOfAnyWays(models[0].Meta) ? [.. Ways.Append(judged.Form.Ways).Distinct().Order().Where(w => w <= judged.MostWays)] : [];
        List<Chart> charts = [];
        if (shots.Length > 1) charts.Add(Chart("shots", "support examples of each class", shots, s => judged.Form with { Shots = s, Queries = queries }, (m, _) => m));
        if (ways.Length > 1) charts.Add(Chart("ways", "classes of a task", ways, w => judged.Form with { Ways = w, Queries = queries }, (m, w) => m with { Learner = judged.Learner(w) }));
        return charts;

        Plot Chart(string what, string label, int[] numbers, Func<int, EpisodeForm> form, Func<ModelInMode, int, ModelInMode> at) => new($"Accuracy against {what}")
        {
            X = new(label) { Scale = AxisScale.Log10 },
            Y = new("accuracy", "%") { To = 100 },
            Series = [.. models.Select(m => Line(m.Mode, numbers, [.. numbers.Select(n => Measured(judged, at(m, n), form(n), begin))]))],
        };
    }

    /// <summary>How many tasks and queries there are of each form, in words.</summary>
    internal static string Words(JudgedClasses judged) => FormattableString.Invariant($"{TasksOf(judged)} tasks each, with {QueriesOf(judged)} queries of each class");

    private static int TasksOf(JudgedClasses judged) => Math.Min(Tasks, judged.Configuration.Evaluation.Tasks);

    private static int QueriesOf(JudgedClasses judged) => Math.Min(Queries, judged.Form.Queries);

    private static Line Line(string name, int[] numbers, Evaluation[] measured) => new(name, [.. numbers.Select(n => (double)n)], [.. measured.Select(e => 100 * e.Mean)])
    {
        Lower = [.. measured.Select(e => 100 * (e.Mean - e.Ci95))],
        Upper = [.. measured.Select(e => Math.Min(100, 100 * (e.Mean + e.Ci95)))],
    };

    private static Evaluation Measured(JudgedClasses judged, ModelInMode model, EpisodeForm form, Action<string> begin)
    {
        begin($"{TasksOf(judged)} tasks of {form}{model.InWords}");
        var episodes = judged.Episodes(form);
        int chunk = Chunks.First(n => n == 1 || n * form.Ways * (form.Shots + form.Queries) <= Together);
        var right = Evaluation.Errors(
            model.Learner, model.Meta, tasks => episodes.Draw(judged.Key, tasks), TasksOf(judged), OwnClasses.Right(form.Ways), [model.Steps], new Key(judged.Configuration.Seed).Fold(2), chunk)[0];
        return Evaluation.Of(right, "accuracy", model.Steps, model.Mode);
    }
}
