using System.Globalization;
using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>A map of the examples of a task: where a model puts them, seen from where they differ most.</summary>
internal static class EmbeddingMap
{
    /// <param name="title">What it is called.</param>
    /// <param name="names">The classes of the task.</param>
    /// <param name="support">The features of the support of the one task: [1; n, features].</param>
    /// <param name="given">The labels of the support.</param>
    /// <param name="query">The features of the queries.</param>
    /// <param name="asked">The labels of the queries.</param>
    /// <returns>Null where a feature is not finite.</returns>
    internal static Plot? Of(string title, IReadOnlyList<string> names, Tensor support, int[] given, Tensor query, int[] asked)
    {
        double[] features = [.. support.ToDoubles(), .. query.ToDoubles()];
        if (!features.All(double.IsFinite)) return null;
        int count = given.Length + asked.Length;
        var found = PrincipalComponents.Of(features, count);
        int[] labels = [.. given, .. asked];

        // One scale for both directions: what looks near is near. Room for marks at the edges.
        double middleX = Middle(found.First), middleY = Middle(found.Second), half = 0.55 * Math.Max(Span(found.First), Span(found.Second));
        if (half == 0) half = 1;
        return new(title)
        {
            X = Component("first", found.FirstShare) with { From = middleX - half, To = middleX + half },
            Y = Component("second", found.SecondShare) with { From = middleY - half, To = middleY + half },
            Height = 440,
            Series =
            [
                .. names.Select((_, label) => Marks("", label, r => r >= given.Length) with { Open = true }),
                .. names.Select((_, label) => Marks(TaskPictures.Numbered(names, label), label, r => r < given.Length) with { Size = 2.2 }),
            ],
        };

        Points Marks(string name, int label, Func<int, bool> wanted)
        {
            int[] rows = [.. Enumerable.Range(0, count).Where(r => labels[r] == label && wanted(r))];
            return new(name, [.. rows.Select(r => found.First[r])], [.. rows.Select(r => found.Second[r])]) { Color = label };
        }

        static double Middle(double[] places) => (places.Min() + places.Max()) / 2;

        static double Span(double[] places) => places.Max() - places.Min();

        static Axis Component(string which, double share) => new(string.Create(CultureInfo.InvariantCulture, $"{which} component, {Figures.Percent(share, 0)} of the variance"));
    }
}
