using Metamorph.Reports;

namespace Metamorph.Cli.Reporting;

/// <summary>Queries that a model got wrong, beside the support examples that they were compared with.</summary>
internal static class Mistakes
{
    /// <param name="answers">What is said of the queries of some tasks.</param>
    /// <param name="names">The classes of each task.</param>
    /// <param name="draw">One of the tasks.</param>
    /// <param name="most">How many are shown at most: the first.</param>
    /// <param name="areSounds">Whether the pictures are of sounds.</param>
    internal static PictureGrid Of(Answers answers, IReadOnlyList<IReadOnlyList<string>> names, Func<int, Episode> draw, int most, bool areSounds)
    {
        int width = 1;
        PictureRow[] rows = [.. Enumerable.Range(0, answers.Labels.Length).Where(i => !answers.IsRight(i)).Take(most).Select(Row)];
        return new("The first mistakes", rows) { Size = width };

        PictureRow Row(int i)
        {
            int task = i / answers.Queries, told = answers.Told(i);
            var (episode, of) = (draw(task), names[task]);
            var (support, query) = (ExamplePictures.Of(episode.Support.X, areSounds), ExamplePictures.Of(episode.Query.X, areSounds));
            string name = of[answers.Labels[i]], taken = of[told];
            int[] given = episode.Support.Y.ToArray<int>();
            width = support.Width;
            return new(
                $"{name} taken for {taken}, sure to {Figures.Percent(answers.Confidence(i), 0)}",
                [
                    new(query.Files[i % answers.Queries], $"query: {name}") { Caption = "query", Look = PictureLook.Wrong },
                    new(support.Files[Array.IndexOf(given, answers.Labels[i])], $"support: {name}") { Caption = "its class", Look = PictureLook.Given },
                    new(support.Files[Array.IndexOf(given, told)], $"support: {taken}") { Caption = "taken for", Look = PictureLook.Given },
                ]);
        }
    }
}
