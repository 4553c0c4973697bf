namespace Metamorph.Data.Tests;

/// <summary>What an episode of classes has to be.</summary>
public sealed class ClassEpisodesTests
{
    private static readonly int[] All = [.. Enumerable.Range(0, 8)];

    [Fact]
    public void A_task_has_ways_classes_and_shots_and_queries_of_each_and_no_example_twice()
    {
        var episodes = new ClassEpisodes(Characters(8, 6), All, new(3, 2, 4));
        var drawn = episodes.Draw(new Key(1), 20);
        Assert.Equal(("[20; 6, 1, 3, 3]", "[20; 12, 1, 3, 3]"), (drawn.Support.X.Form, drawn.Query.X.Form));
        for (int t = 0; t < 20; t++)
        {
            int[] support = Ids(drawn.Support, t), query = Ids(drawn.Query, t);
            Assert.Equal(18, support.Concat(query).Distinct().Count());
            foreach (var (part, of) in new[] { (drawn.Support, 2), (drawn.Query, 4) })
            {
                int[] ids = Ids(part, t), labels = Labels(part, t);

                // One class for each label, and as many of each as there are to be.
                var classes = ids.Zip(labels).GroupBy(p => p.Second).ToArray();
                Assert.Equal([0, 1, 2], classes.Select(c => c.Key).Order());
                Assert.All(classes, c => Assert.Equal((of, 1), (c.Count(), c.Select(p => p.First / 6).Distinct().Count())));
            }

            Assert.Equal(
                support.Zip(Labels(drawn.Support, t)).Select(p => (p.First / 6, p.Second)).Distinct().Order(),
                query.Zip(Labels(drawn.Query, t)).Select(p => (p.First / 6, p.Second)).Distinct().Order());
        }
    }

    [Fact]
    public void The_first_of_many_tasks_are_those_drawn_alone_and_a_range_is_a_part_of_all()
    {
        var episodes = new ClassEpisodes(Characters(8, 6), All, new(3, 1, 2) { Rotation = Rotation.PerClass });
        var many = episodes.Draw(new Key(2), 9);
        Assert.Equal(many.Support.X.TakeTasks(..4).ToArray<float>(), episodes.Draw(new Key(2), 4).Support.X.ToArray<float>());
        Assert.Equal(many.Query.X.TakeTasks(3..7).ToArray<float>(), episodes.Draw(new Key(2), 3..7).Query.X.ToArray<float>());
    }

    [Fact]
    public void A_class_has_every_label_and_every_class_comes_up_about_equally_often()
    {
        var episodes = new ClassEpisodes(Characters(8, 2), All, new(4, 1, 1));
        var drawn = episodes.Draw(new Key(3), 2000);
        int[,] counts = new int[8, 4];
        for (int t = 0; t < 2000; t++)
            foreach (var (id, label) in Ids(drawn.Support, t).Zip(Labels(drawn.Support, t))) counts[id / 2, label]++;

        // 2000 draws of 1 in 8 for each cell: 250, with a deviation of 15; six deviations.
        foreach (int count in counts) Assert.InRange(count, 160, 340);
    }

    [Fact]
    public void Turned_classes_are_new_classes_and_a_turn_is_a_quarter_counter_clockwise()
    {
        // The example's number is in the upper left corner, which a quarter counter-clockwise brings to the lower left.
        var episodes = new ClassEpisodes(Characters(2, 2), [0, 1], new(8, 1, 1) { Rotation = Rotation.Classes });
        var x = episodes.Draw(new Key(4), 1).Support.X.ToArray<float>();
        var corners = Enumerable.Range(0, 8).Select(i => Array.FindIndex(x, i * 9, 9, v => v > 0) - i * 9).GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(new() { [0] = 2, [2] = 2, [6] = 2, [8] = 2 }, corners);
        var turned = Characters(2, 2).Content.Take([0], 1, [1]).ToArray<float>();
        Assert.Equal(6, Array.FindIndex(turned, v => v > 0));
    }

    [Fact]
    public void Turned_per_class_support_and_query_of_a_class_are_turned_alike()
    {
        var drawn = new ClassEpisodes(Characters(8, 6), All, new(3, 1, 2) { Rotation = Rotation.PerClass }).Draw(new Key(5), 30);
        var seen = new HashSet<int>();
        for (int t = 0; t < 30; t++)
        {
            var corners = Corners(drawn.Support, t).Concat(Corners(drawn.Query, t)).GroupBy(c => c.Label).ToArray();
            Assert.All(corners, c => Assert.Single(c.Select(p => p.Corner).Distinct()));
            seen.UnionWith(corners.Select(c => c.First().Corner));
        }

        Assert.Equal([0, 2, 6, 8], seen.Order());

        static IEnumerable<(int Label, int Corner)> Corners(Batch b, int t)
        {
            var x = b.X.TakeTasks(t..(t + 1)).ToArray<float>();
            return Labels(b, t).Select((label, i) => (label, Array.FindIndex(x, i * 9, 9, v => v > 0) - i * 9));
        }
    }

    [Fact]
    public void Classes_of_a_task_are_of_one_group_where_that_is_asked_for()
    {
        var episodes = new ClassEpisodes(Characters(8, 3), All, new(2, 1, 1) { WithinGroup = true });
        var groups = Enumerable.Range(0, 40).Select(t => episodes.Of(new Key(6), t).Classes.Select(c => c[0]).Distinct().ToArray()).ToArray();
        Assert.All(groups, g => Assert.Single(g));
        Assert.Equal("abcd", string.Concat(groups.Select(g => g[0]).Distinct().Order()));
        Assert.Contains("2 classes of 'a' for tasks of 3 ways", Assert.Throws<ArgumentException>(() => new ClassEpisodes(Characters(8, 3), All, new(3, 1, 1) { WithinGroup = true })).Message);
    }

    [Fact]
    public void Varied_ways_and_shots_are_padded_with_weight_0_and_say_which_classes_there_are()
    {
        var drawn = new ClassEpisodes(Characters(8, 12), All, new(7, 5, 3) { Varied = true }).Draw(new Key(7), 40);
        var (classes, weights) = (drawn.Support.Classes!.ToArray<float>(), drawn.Support.Weight!.ToArray<float>());
        HashSet<int> ways = [], shots = [];
        for (int t = 0; t < 40; t++)
        {
            int w = (int)classes[(t * 7)..(t * 7 + 7)].Sum();
            ways.Add(w);
            int[] labels = [.. Labels(drawn.Support, t).Where((_, i) => weights[t * drawn.Support.Rows + i] > 0)];
            Assert.Equal(Enumerable.Range(0, w), labels.Distinct().Order());
            shots.UnionWith(labels.GroupBy(l => l).Select(g => g.Count()));
            Assert.Equal(3 * w, (int)drawn.Query.Weight!.TakeTasks(t..(t + 1)).ToArray<float>().Sum());
        }

        Assert.Equal([5, 6, 7], ways.Order());
        Assert.Equal([1, 2, 3, 4, 5], shots.Order());
    }

    [Fact]
    public void Too_few_classes_or_examples_are_refused_by_name()
    {
        Assert.Equal(
            "characters: 8 classes for tasks of 9 ways. Expected at least as many. Ask for fewer ways, or add classes.",
            Assert.Throws<ArgumentException>(() => new ClassEpisodes(Characters(8, 3), All, new(9, 1, 1))).Message);
        string message = Assert.Throws<ArgumentException>(() => new ClassEpisodes(Characters(8, 3), All, new(2, 2, 2))).Message;
        Assert.StartsWith("characters: class 'a0' has 3 examples. Expected at least 4 (shots 2 + queries 2). Ask for fewer, or leave the class out. 7 other classes have too few as well", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_test_classes_a_model_is_chosen_by_classes_held_out_of_training()
    {
        var said = Characters(10, 2, [.. Enumerable.Range(0, 10).Select(i => i < 7 ? Split.Train : Split.Validation)]);
        var split = ClassSplit.Of(said, new Key(8), holdOut: 0.3);
        Assert.Equal((Split.Validation, 5, 2), (split.JudgedBy, split[Split.Train].Count, split.ChosenBy.Count));
        Assert.Equal(Enumerable.Range(0, 7), split[Split.Train].Concat(split.ChosenBy).Order());
        Assert.Equal([7, 8, 9], split[Split.Validation]);

        // At least as many as a task has ways.
        Assert.Equal(5, ClassSplit.Of(said, new Key(8), holdOut: 0.3, least: 5).ChosenBy.Count);

        var drawn = ClassSplit.Of(Characters(10, 2), new Key(8));
        Assert.Equal(Split.Test, drawn.JudgedBy);
        Assert.Equal(Enumerable.Range(0, 10), drawn[Split.Train].Concat(drawn[Split.Validation]).Concat(drawn[Split.Test]).Order());
        Assert.Same(drawn[Split.Validation], drawn.ChosenBy);
    }

    [Fact]
    public void Groups_stay_together_where_episodes_are_within_one()
    {
        // Classes 2 g and 2 g + 1 are of group g; three of eight are held out, and what is of their groups.
        var said = Characters(12, 2, [.. Enumerable.Repeat(Split.Train, 8), .. Enumerable.Repeat(Split.Validation, 4)]);
        var split = ClassSplit.Of(said, new Key(8), holdOut: 0.4, wholeGroups: true);
        Assert.Equal((4, 4), (split[Split.Train].Count, split.ChosenBy.Count));
        Assert.Equal(Enumerable.Range(0, 8), split[Split.Train].Concat(split.ChosenBy).Order());
        Assert.All(split.ChosenBy, c => Assert.Contains(c ^ 1, split.ChosenBy));

        // One group is left to train on, however many are asked for.
        Assert.Equal(2, ClassSplit.Of(said, new Key(8), least: 20, wholeGroups: true)[Split.Train].Count);
        var drawn = ClassSplit.Of(Characters(12, 2), new Key(8), wholeGroups: true);
        foreach (var part in new[] { Split.Train, Split.Validation, Split.Test }) Assert.All(drawn[part], c => Assert.Contains(c ^ 1, drawn[part]));
        Assert.Equal(Enumerable.Range(0, 12), drawn[Split.Train].Concat(drawn[Split.Validation]).Concat(drawn[Split.Test]).Order());
        Refusal.Of<ArgumentException>(() => ClassSplit.Of(Characters(4, 2), new Key(8), wholeGroups: true), "2 groups of classes (a, b). Expected at least 3");
    }

    /// <summary>Images of 3 by 3 that are black but for the upper left corner, which holds the example's number, from 1.</summary>
    private static Examples Characters(int classes, int each, Split[]? parts = null)
    {
        byte[] values = new byte[classes * each * 9];
        for (int i = 0; i < classes * each; i++) values[i * 9] = (byte)(i + 1);
        return new("characters", new ByteRows(values, [1, 3, 3]), [.. Enumerable.Range(0, classes * each).Select(i => i / each)], [.. Enumerable.Range(0, classes).Select(c => $"{(char)('a' + c / 2)}{c}")])
        {
            Groups = [.. Enumerable.Range(0, classes).Select(c => $"{(char)('a' + c / 2)}")],
            Parts = parts,
        };
    }

    private static int[] Ids(Batch batch, int task) =>
        [.. batch.X.TakeTasks(task..(task + 1)).ToArray<float>().Chunk(9).Select(x => (int)Math.Round(x.Max() * 255) - 1)];

    private static int[] Labels(Batch batch, int task) => batch.Y.TakeTasks(task..(task + 1)).ToArray<int>();
}
