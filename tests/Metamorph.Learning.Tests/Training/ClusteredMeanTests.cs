namespace Metamorph.Learning.Tests.Training;

/// <summary>Means over pairs of split and task.</summary>
public sealed class ClusteredMeanTests
{
    [Fact]
    public void Five_splits_and_three_tasks_by_hand()
    {
        // Deviations from the mean 0 are a(split) + b(task): sums by split 3 a, by task 5 b, so that
        // V(splits) = 5/4 * 9 * (4 + 1 + 0 + 1 + 4) / 225 = 0.5, V(tasks) = 3/2 * 25 * (1 + 0 + 1) / 225 = 1/3,
        // V(pairs) = 15/14 * (3 * 10 + 5 * 2) / 225 = 4/21; t of min(5, 3) - 1 = 2 degrees is 4.302653.
        var pairs = Pairs(5, 3, (s, t) => (s - 2) + (t - 1));
        var mean = ClusteredMean.Of(pairs);
        Assert.Equal((0.0, 5, 3), (mean.Mean, mean.Splits, mean.Tasks));
        Assert.Equal(4.3026527297 * Math.Sqrt(0.5 + 1.0 / 3 - 4.0 / 21), mean.Ci95, 1e-9);
        Assert.False(mean.ExcludesZero);
        Assert.True(ClusteredMean.Of([.. pairs.Select(p => p with { Error = p.Error + 10 })]).ExcludesZero);
    }

    [Fact]
    public void One_split_is_the_plain_interval_over_tasks()
    {
        // 1, 2, 3, 6: mean 3, variance 14 / 3, t of 3 degrees 3.182446.
        var mean = ClusteredMean.Of([new(1, "a", 1), new(1, "b", 2), new(1, "c", 3), new(1, "d", 6)]);
        Assert.Equal(3, mean.Mean);
        Assert.Equal(3.1824463053 * Math.Sqrt(14.0 / 3 / 4), mean.Ci95, 1e-9);
    }

    [Fact]
    public void The_same_numbers_again_in_every_split_make_nothing_more_certain()
    {
        double[] errors = [1, 2, 3, 6, 4, 2];
        var once = ClusteredMean.Of(Pairs(1, 6, (_, t) => errors[t]));
        var again = ClusteredMean.Of(Pairs(6, 6, (_, t) => errors[t]));
        Assert.Equal(once.Mean, again.Mean, 1e-12);
        Assert.Equal(once.Ci95, again.Ci95, 1e-12);
    }

    [Fact]
    public void What_moves_all_tasks_of_a_split_together_is_not_averaged_out_by_many_tasks()
    {
        // A split adds the same number to all of its tasks: a hundred times as many tasks tell no more.
        double[] shifts = [-1, 0.5, 0, 1, -0.5];
        var few = ClusteredMean.Of(Pairs(5, 5, (s, _) => shifts[s]));
        var many = ClusteredMean.Of(Pairs(5, 500, (s, _) => shifts[s]));
        Assert.Equal(few.Ci95, many.Ci95, 1e-12);
    }

    [Fact]
    public void Numbers_that_are_nobody_s_own_are_never_more_certain_than_by_one_way_alone()
    {
        double[] numbers = new Key(4).Normal([5 * 8], dtype: DType.Float64).ToArray<double>();
        var mean = ClusteredMean.Of(Pairs(5, 8, (s, t) => numbers[s * 8 + t]));
        double average = numbers.Average();
        double byTask = 8.0 / 7 * Enumerable.Range(0, 8).Sum(t => Math.Pow(Enumerable.Range(0, 5).Sum(s => numbers[s * 8 + t] - average), 2)) / 1600;
        double bySplit = 5.0 / 4 * Enumerable.Range(0, 5).Sum(s => Math.Pow(Enumerable.Range(0, 8).Sum(t => numbers[s * 8 + t] - average), 2)) / 1600;
        Assert.True(mean.Ci95 >= 2.776 * Math.Sqrt(Math.Max(byTask, bySplit)));
    }

    [Fact]
    public void A_single_task_has_no_interval_and_no_pair_comes_twice()
    {
        Assert.True(double.IsNaN(ClusteredMean.Of([new(1, "a", 5)]).Ci95));
        Assert.False(ClusteredMean.Of([new(1, "a", 5)]).ExcludesZero);
        Assert.Contains("Expected at least one", Assert.Throws<ArgumentException>(() => ClusteredMean.Of([])).Message, StringComparison.Ordinal);
        Assert.Contains("task 'a' comes 2 times in split 3. Expected once", Assert.Throws<ArgumentException>(() => ClusteredMean.Of([new(3, "a", 5), new(3, "a", 6)])).Message, StringComparison.Ordinal);
    }

    internal static TaskError[] Pairs(int splits, int tasks, Func<int, int, double> error) =>
        [.. Enumerable.Range(0, splits).SelectMany(s => Enumerable.Range(0, tasks).Select(t => new TaskError((ulong)s + 1, $"task {t}", error(s, t))))];
}
