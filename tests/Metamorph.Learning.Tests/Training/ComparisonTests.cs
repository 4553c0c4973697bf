namespace Metamorph.Learning.Tests.Training;

/// <summary>Learners against the best of them, task by task.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void A_difference_that_every_pair_has_is_found_however_much_tasks_differ()
    {
        // Tasks differ by hundreds, the learners by 1 on each: means overlap, the paired difference does not.
        var good = ClusteredMeanTests.Pairs(5, 6, (_, t) => 100 * t);
        var bad = ClusteredMeanTests.Pairs(5, 6, (s, t) => 100 * t + 1 + 0.01 * (s - 2));
        var compared = Comparison.Of([("bad", bad), ("good", good)]);
        Assert.Equal(["good", "bad"], compared.Select(c => c.Learner));
        Assert.Null(compared[0].ToBest);
        Assert.False(compared[0].Worse);
        Assert.Equal(1, compared[1].ToBest!.Mean, 1e-12);
        Assert.True(compared[1].Worse);
        Assert.False(compared[0].Error.ExcludesZero && compared[1].Error.Mean - compared[1].Error.Ci95 > compared[0].Error.Mean + compared[0].Error.Ci95);
    }

    [Fact]
    public void With_fewer_than_five_splits_nothing_is_claimed()
    {
        foreach (int splits in new[] { 1, 4, 5 })
        {
            var compared = Comparison.Of([("good", ClusteredMeanTests.Pairs(splits, 9, (_, t) => t)), ("bad", ClusteredMeanTests.Pairs(splits, 9, (_, t) => t + 5))]);
            Assert.True(compared[1].ToBest!.ExcludesZero);
            Assert.Equal(splits >= 5, compared[1].Worse);
        }
    }

    [Fact]
    public void A_learner_that_fails_on_a_task_is_last_and_says_how_often()
    {
        var fails = ClusteredMeanTests.Pairs(5, 4, (s, t) => s == 2 && t == 1 ? double.NaN : 0);
        var compared = Comparison.Of([("fails", fails), ("works", ClusteredMeanTests.Pairs(5, 4, (_, _) => 3))]);
        Assert.Equal(["works", "fails"], compared.Select(c => c.Learner));
        Assert.Equal(1.0 / 20, compared[1].Failed);
        Assert.False(compared[1].Worse);
    }

    [Fact]
    public void Other_pairs_are_refused_and_named()
    {
        var all = ClusteredMeanTests.Pairs(2, 3, (_, _) => 0);
        string message = Assert.Throws<ArgumentException>(() => Comparison.Of([("a", all), ("b", all[..^1])])).Message;
        Assert.Contains("'a' was measured on task 'task 2' of split 2, and 'b' was not. Expected the same tasks", message, StringComparison.Ordinal);
        Assert.Contains("'b' was measured on task 'task 2' of split 2, and 'a' was not", Assert.Throws<ArgumentException>(() => Comparison.Of([("a", all[..^1]), ("b", all)])).Message, StringComparison.Ordinal);
        Assert.Contains("Expected at least one", Assert.Throws<ArgumentException>(() => Comparison.Of([])).Message, StringComparison.Ordinal);
    }
}
