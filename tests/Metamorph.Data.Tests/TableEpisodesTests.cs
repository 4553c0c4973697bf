namespace Metamorph.Data.Tests;

/// <summary>How episodes are drawn from the tasks of a table. Feature 0 is the row's number in the table and tells which rows were drawn.</summary>
public sealed class TableEpisodesTests
{
    private static readonly TableTasks Schools = Samples.Schools(6, 9, 7, 20, 5);
    private static readonly TableEncoding Scale = TableEncoding.Fit(Schools.All);

    [Fact]
    public void Support_and_query_are_all_rows_of_one_task_and_share_none()
    {
        var episode = new TableEpisodes(Schools.All, Scale, support: 3).Draw(new Key(1), 30);
        for (int t = 0; t < 30; t++)
        {
            var (support, query) = (Rows(episode.Support, t), Rows(episode.Query, t));
            Assert.Equal(3, support.Length);
            Assert.Equal(RowsOf(TaskOf(support[0])), support.Concat(query).Order());
        }
    }

    [Fact]
    public void Every_task_and_every_row_comes_up()
    {
        var episode = new TableEpisodes(Schools.All, Scale, support: 3, query: 1).Draw(new Key(1), 500);
        var supports = Enumerable.Range(0, 500).Select(t => Rows(episode.Support, t)).ToArray();
        foreach (var task in supports.GroupBy(s => TaskOf(s[0])))
        {
            // 500 draws of 5 tasks: 100 each, with a deviation of 9.
            Assert.InRange(task.Count(), 64, 136);
            Assert.Equal(RowsOf(task.Key), task.SelectMany(r => r).Distinct().Order());
        }

        Assert.Equal(5, supports.Select(s => TaskOf(s[0])).Distinct().Count());
    }

    [Fact]
    public void A_cap_bounds_the_query_in_training_and_not_in_evaluation()
    {
        var episodes = new TableEpisodes(Schools.All, Scale, support: 4, query: 2);
        var drawn = episodes.Draw(new Key(1), 40);
        int[] sizes = [.. Enumerable.Range(0, 40).Select(t => Rows(drawn.Query, t).Length).Distinct().Order()];

        // The task of 5 rows has but one left.
        Assert.Equal([1, 2], sizes);
        for (int t = 0; t < 40; t++) Assert.Empty(Rows(drawn.Support, t).Intersect(Rows(drawn.Query, t)));
        Assert.True(Enumerable.Range(0, 40).SelectMany(t => Rows(drawn.Query, t)).Distinct().Count() > 20);
        Assert.Equal([2, 5, 3, 16, 1], Enumerable.Range(0, 5).Select(t => Rows(episodes.All(new Key(1)).Query, t).Length));
    }

    [Fact]
    public void Shapes_are_those_of_batches_in_32_bits_and_padding_has_weight_0()
    {
        var episode = new TableEpisodes(Schools.All, Scale, support: 4).All(new Key(1));
        Assert.Equal(["[5; 4, 2]", "[5; 4, 1]", "[5; 16, 2]", "[5; 16, 1]"], new[] { episode.Support.X, episode.Support.Y, episode.Query.X, episode.Query.Y }.Select(x => x.Form));
        Assert.All(new[] { episode.Support.X, episode.Support.Y, episode.Query.X, episode.Query.Y, episode.Query.Weight! }, x => Assert.Equal(DType.Float32, x.DType));
        Assert.Null(episode.Support.Weight);
        Assert.Equal([2, 5, 3, 16, 1], episode.Query.Weight!.Sum().ToDoubles());
        Assert.Equal([1, 1, 0, 0], episode.Query.Weight!.ToDoubles()[..4]);
    }

    [Fact]
    public void The_first_of_many_tasks_are_those_drawn_alone()
    {
        var episodes = new TableEpisodes(Schools.All, Scale, support: 3);
        var (few, many) = (episodes.Draw(new Key(5), 4), episodes.Draw(new Key(5), 9));
        for (int t = 0; t < 4; t++)
        {
            Assert.Equal(Rows(few.Support, t), Rows(many.Support, t));
            Assert.Equal(Rows(few.Query, t), Rows(many.Query, t));
        }

        Assert.Equal(few.Support.Y.ToArray<float>(), many.Support.Y.TakeTasks(..4).ToArray<float>());
    }

    [Fact]
    public void The_same_key_draws_the_same_bits_and_another_key_others()
    {
        var episodes = new TableEpisodes(Schools.All, Scale, support: 3, query: 2);
        Assert.Equal(Bits(new Key(5)), Bits(new Key(5)));
        Assert.NotEqual(Bits(new Key(5)), Bits(new Key(6)));
        Assert.NotEqual(episodes.All(new Key(5)).Support.X.ToArray<float>(), episodes.All(new Key(6)).Support.X.ToArray<float>());

        float[] Bits(Key key) => episodes.Draw(key, 8) is var e ? [.. e.Support.X.ToArray<float>(), .. e.Query.X.ToArray<float>(), .. e.Query.Y.ToArray<float>()] : [];
    }

    [Fact]
    public void Evaluation_takes_every_task_once_per_draw_in_order_with_other_rows_each_time()
    {
        var episodes = new TableEpisodes(Schools.All, Scale, support: 3);
        var (once, thrice) = (episodes.All(new Key(2)), episodes.All(new Key(2), draws: 3));
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], episodes.Names);
        Assert.Equal(15, thrice.Tasks);
        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(i % 5, TaskOf(Rows(thrice.Support, i)[0]));
            Assert.Equal(RowsOf(i % 5), Rows(thrice.Support, i).Concat(Rows(thrice.Query, i)).Order());
        }

        // The first draw is the only draw of one, and the others are not.
        Assert.Equal(once.Support.X.ToArray<float>(), thrice.Take(..5).Support.X.ToArray<float>());
        Assert.NotEqual(once.Support.X.ToArray<float>(), thrice.Take(5..10).Support.X.ToArray<float>());
        Assert.Equal([6.0, 7, 8, 9, 10], episodes.MeanOverDraws([.. Enumerable.Range(1, 15)]));
        Refusal.Of<ArgumentException>(() => episodes.MeanOverDraws([1, 2, 3]), "3 numbers for draws of 5 tasks", "Expected a multiple of 5");
    }

    [Fact]
    public void Targets_stay_with_their_rows()
    {
        var episode = new TableEpisodes(Schools.All, Scale, support: 3).All(new Key(2));
        for (int t = 0; t < 5; t++)
        {
            double[] scores = [.. Scale.Restore(episode.Support.Y).TakeTasks(t..(t + 1)).ToDoubles().Select(y => Math.Round(y))];
            Assert.Equal(Rows(episode.Support, t).Select(row => 3.0 * row + t), scores);
        }
    }

    [Fact]
    public void A_task_with_too_few_rows_is_refused()
    {
        Refusal.Of<TableException>(() => new TableEpisodes(Schools.All, Scale, support: 5),
            "pupils.csv: task 's4' has 5 rows", "Expected at least 6 (support 5 + query 1)", "Ask for fewer support rows, leave the task out of the file, or drop all such tasks (--drop-small-tasks, data.dropSmall=true)");
        Refusal.Of<TableException>(() => new TableEpisodes(Schools.All, Scale, support: 6), "task 's0' has 6 rows", "Expected at least 7", "1 other task has too few as well: 's4'");
        Refusal.Of<TableException>(() => new TableEpisodes([], Scale, support: 5), "no tasks");
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableEpisodes(Schools.All, Scale, support: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableEpisodes(Schools.All, Scale, support: 2, query: 0));
    }

    [Fact]
    public void A_task_that_has_a_row_twice_is_refused()
    {
        var task = Schools.All[0] with { Places = [0, 1, 2, 3, 4, 0] };
        Refusal.Of<InvalidOperationException>(() => new TableEpisodes([task], Scale, support: 2).All(new Key(1)), "pupils.csv: line 2 came twice in an episode of task 's0'", "each row of a task has a place of its own");
    }

    [Fact]
    public void The_support_is_the_first_rows_in_an_order_and_ties_keep_that_of_the_file()
    {
        // Rows 0 to 5 of task A have weeks 3, 1, 2, 1, 9, 0.
        var table = Samples.Table("t,id,week,y\nA,0,3,0\nA,1,1,1\nA,2,2,2\nA,3,1,3\nB,9,4,4\nB,8,3,4\nB,7,2,4\nA,4,9,5\nA,5,0,6\nB,6,1,7\n");
        var tasks = TableTasks.Of(table, new TaskColumns("t", "y", "id", "week") { Order = "week" });
        var encoding = TableEncoding.Fit(tasks.All);
        var episodes = new TableEpisodes(tasks.All, encoding, support: 3, query: 2);
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            var all = episodes.All(new Key(seed));
            Assert.Equal([5.0, 1, 3], Ids(all.Support, 0));
            Assert.Equal([0.0, 2, 4], Ids(all.Query, 0)[..3]);
            Assert.Equal([6.0, 7, 8], Ids(all.Support, 1));
            Assert.Equal([9.0], Ids(all.Query, 1)[..1]);
        }

        // In training the support is the same, and a bounded query is drawn from all that are left.
        var drawn = episodes.Draw(new Key(1), 60);
        var supports = Enumerable.Range(0, 60).Select(t => string.Join(' ', Ids(drawn.Support, t))).Distinct();
        Assert.Equal(["5 1 3", "6 7 8"], supports.Order());
        Assert.Equal(3, Enumerable.Range(0, 60).Where(t => Ids(drawn.Support, t)[0] == 5).Select(t => string.Join(' ', Ids(drawn.Query, t))).Distinct().Count());

        double[] Ids(Batch batch, int task)
        {
            double mean = encoding.Tensors["feature/mean"].ToDoubles()[0], deviation = encoding.Tensors["feature/deviation"].ToDoubles()[0];
            return [.. batch.X.TakeTasks(task..(task + 1)).Slice(1, 0, 1).ToDoubles().Select(x => Math.Round(x * deviation + mean))];
        }
    }

    [Fact]
    public void An_order_is_one_of_numbers_and_need_not_be_a_feature()
    {
        var table = Samples.Table("t,x,week,y\nA,0,first,0\nA,1,,1\nA,2,1,2\n");
        var unread = TableTasks.Of(table, new TaskColumns("t", "y", "x"));
        Refusal.Of<TableException>(() => new TableEpisodes(TableTasks.Of(table, new TaskColumns("t", "y", "x") { Order = "week" }).All, TableEncoding.Fit(unread.All), 1),
            "pupils.csv:2, column 'week': 'first' is not a number", "order by another column");
        Refusal.Of<TableException>(() => TableTasks.Of(table, new TaskColumns("t", "y", "x") { Order = "weak" }), "no column 'weak'", "nearest is 'week'");
    }

    /// <summary>The numbers in the table of the rows of a task that count.</summary>
    private static int[] Rows(Batch batch, int task)
    {
        double mean = Scale.Tensors["feature/mean"].ToDoubles()[0], deviation = Scale.Tensors["feature/deviation"].ToDoubles()[0];
        double[] ids = batch.X.TakeTasks(task..(task + 1)).Slice(1, 0, 1).ToDoubles();
        double[]? weights = batch.Weight?.TakeTasks(task..(task + 1)).ToDoubles();
        return [.. ids.Where((_, i) => weights is null || weights[i] > 0).Select(x => (int)Math.Round(x * deviation + mean))];
    }

    private static int TaskOf(int row) => Enumerable.Range(0, 5).Single(t => RowsOf(t).Contains(row));

    private static int[] RowsOf(int task) => [.. Schools.All[task].Lines.Select(line => line - 2)];
}
