using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>A task in pictures: the support examples of each class, and what a model says of its queries.</summary>
internal static class TaskPictures
{
    /// <summary>How many queries of a class are shown.</summary>
    internal const int Queries = 9;

    /// <param name="title">What it is called.</param>
    /// <param name="task">The one task.</param>
    /// <param name="names">Its classes.</param>
    /// <param name="answers">What is said of its queries.</param>
    /// <param name="first">The place of its first query among the answers.</param>
    /// <param name="areSounds">Whether the pictures are of sounds.</param>
    internal static PictureGrid Of(string title, Episode task, IReadOnlyList<string> names, Answers answers, int first, bool areSounds)
    {
        var (support, query) = (ExamplePictures.Of(task.Support.X, areSounds), ExamplePictures.Of(task.Query.X, areSounds));
        int[] given = task.Support.Y.ToArray<int>(), asked = task.Query.Y.ToArray<int>();
        return new(title, [.. names.Select((name, label) => new PictureRow(
            Numbered(names, label),
            [
                .. Rows(given, label).Select(r => new GridPicture(support.Files[r], $"support: {name}") { Caption = "support", Look = PictureLook.Given }),
                .. Rows(asked, label).Take(Queries).Select(r => Asked(query.Files[r], name, first + r)),
            ]))])
        {
            Size = support.Width,
        };

        GridPicture Asked(byte[] file, string name, int place)
        {
            int told = answers.Told(place);
            string sure = Figures.Percent(answers.Confidence(place), 0);
            return answers.IsRight(place)
                ? new(file, $"{name}, told with {sure}") { Caption = $"✓ {sure}" }
                : new(file, $"{name}, taken for {names[told]} with {sure}") { Caption = $"✗ {told + 1}: {sure}", Look = PictureLook.Wrong };
        }
    }

    /// <summary>A class of a task with its number, from 1.</summary>
    internal static string Numbered(IReadOnlyList<string> names, int label) => FormattableString.Invariant($"{label + 1}\u00a0{names[label]}");

    private static IEnumerable<int> Rows(int[] labels, int label) => Enumerable.Range(0, labels.Length).Where(r => labels[r] == label);
}
