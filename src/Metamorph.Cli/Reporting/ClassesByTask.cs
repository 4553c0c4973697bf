using Metamorph.Cli.Configuration;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>The accuracy on some tasks of a table whose target is a class, before and after adaptation.</summary>
internal static class ClassesByTask
{
    private const int Most = 20;

    internal static IEnumerable<Block> Of(Adaptation adaptation, IReadOnlyList<string> names, DataConfiguration data)
    {
        string[] shown = [.. names.Take(Most).Select(data.TaskName)];
        yield return new Paragraph(
            $"The share of query rows whose {data.Target} is predicted rightly, on the first {shown.Length} test tasks in the order of the table; nobody chose them. The {adaptation.Tasks.Support.Rows} support rows that the model is adapted to are not counted.");
        yield return new Charts(new Bars($"Accuracy by {(data.Task.Length > 0 ? data.Task : "task")}", shown, [Accuracy("before adaptation", adaptation.Before), Accuracy(Steps.After(adaptation.Steps), adaptation.After)])
        {
            Axis = new("accuracy") { From = 0, To = 1 },
        });

        BarSeries Accuracy(string name, Tensor predicted) =>
            new(name, [.. adaptation.Tasks.Query.Mean(1.0 - Losses.Mistake(predicted, adaptation.Tasks.Query.Y)).ToDoubles().Take(Most)]);
    }
}
