using System.Globalization;
using Metamorph.Reports;
using Cell = Metamorph.Reports.Cell;

namespace Metamorph.Cli.Reporting;

/// <summary>Which classes a model takes for which, by their names: labels mean another class in every task.</summary>
internal sealed class Confusions
{
    private readonly Dictionary<string, (int Right, int All)> told = new(StringComparer.Ordinal);
    private readonly Dictionary<(string True, string Told), int> taken = [];
    private readonly Dictionary<(string True, string Other), int> beside = [];

    /// <param name="answers">What is said of the queries of some tasks.</param>
    /// <param name="names">The classes of each task.</param>
    internal Confusions(Answers answers, IReadOnlyList<IReadOnlyList<string>> names)
    {
        for (int i = 0; i < answers.Labels.Length; i++)
        {
            var of = names[i / answers.Queries];
            string name = of[answers.Labels[i]], said = of[answers.Told(i)];
            var (right, all) = told.GetValueOrDefault(name);
            told[name] = (right + (answers.IsRight(i) ? 1 : 0), all + 1);
            foreach (string other in of.Where(o => o != name)) beside[(name, other)] = beside.GetValueOrDefault((name, other)) + 1;
            if (said != name) taken[(name, said)] = taken.GetValueOrDefault((name, said)) + 1;
        }
    }

    /// <summary>The classes that queries were of.</summary>
    internal IReadOnlyList<string> Classes => [.. told.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether a class was ever taken for another.</summary>
    internal bool HasAny => taken.Count > 0;

    /// <summary>Of all queries of a class in per cent how many were taken for another, where that was in the task too; and how many were told rightly.</summary>
    internal HeatMap Matrix() => new("Taken for what", Classes, Classes, [.. Classes.Select(row => Classes.Select(column => Share(row, column)).ToArray())])
    {
        Axis = new("rows true, columns told", "% of queries"),
        Width = Wide(Classes.Count),
    };

    /// <summary>The pairs that are confused most often.</summary>
    /// <param name="most">How many at most.</param>
    internal DataTable Table(int most) => new(
        [new("class"), new("taken for"), new("queries", true), new("of", true), new("in per cent", true)],
        [
            .. taken.OrderByDescending(p => p.Value).ThenByDescending(p => (double)p.Value / beside[p.Key]).ThenBy(p => $"{p.Key.True} {p.Key.Told}", StringComparer.Ordinal).Take(most).Select(p => (IReadOnlyList<Cell>)
            [
                p.Key.True, p.Key.Told, Number(p.Value), Number(beside[p.Key]), Figures.Percent((double)p.Value / beside[p.Key], 0),
            ]),
        ]);

    /// <summary>The queries of one task, counted.</summary>
    /// <param name="answers">What is said of them.</param>
    /// <param name="names">The classes of the task.</param>
    internal static HeatMap OfTask(Answers answers, IReadOnlyList<string> names)
    {
        double[][] counts = [.. names.Select(_ => new double[names.Count])];
        foreach (int i in answers.OfTask(0)) counts[answers.Labels[i]][answers.Told(i)]++;
        return new("One task, query by query", [.. names.Select((_, label) => TaskPictures.Numbered(names, label))], [.. names.Select((_, label) => Number(label + 1))], counts)
        {
            Axis = new("rows true, columns told", "queries"),
            Width = Wide(names.Count),
        };
    }

    private static double Wide(int classes) => classes > 8 ? 560 : 420;

    private double Share(string row, string column) => row == column ? 100.0 * told[row].Right / told[row].All
        : beside.TryGetValue((row, column), out int all) ? 100.0 * taken.GetValueOrDefault((row, column)) / all : double.NaN;

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
