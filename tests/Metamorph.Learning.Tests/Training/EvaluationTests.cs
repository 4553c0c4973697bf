namespace Metamorph.Learning.Tests.Training;

/// <summary>How results are summed up.</summary>
public sealed class EvaluationTests
{
    [Fact]
    public void Mean_median_interval_and_failures_by_hand()
    {
        var e = Evaluation.Of([1, 2, 3, 6], "mse", 5);
        Assert.Equal((5, "mse", 3.0, 2.5, 0.0, 4), (e.Steps, e.Metric, e.Mean, e.Median, e.Failed, e.Tasks));

        // Deviations -2, -1, 0, 3: variance 14 / 3.
        Assert.Equal(1.96 * Math.Sqrt(14.0 / 3) / 2, e.Ci95, 1e-15);
        Assert.Equal(3, Evaluation.Of([9, 1, 3], "mse", 0).Median);
    }

    [Fact]
    public void A_task_that_failed_spoils_the_mean_and_not_the_median()
    {
        var e = Evaluation.Of([1, double.NaN, 2, 3, 101], "mse", 1);
        Assert.True(double.IsNaN(e.Mean));
        Assert.Equal(3, e.Median);
        Assert.Equal(0.4, e.Failed);
        Assert.Equal(double.PositiveInfinity, Evaluation.Of([1, double.NaN, double.PositiveInfinity], "mse", 1).Median);
    }

    [Fact]
    public void Chunks_of_tasks_give_the_numbers_of_the_whole()
    {
        var maml = new Maml(new Mlp(1, 8, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 1);
        var (meta, tasks) = (maml.Init(new Key(1)), new Sinusoids(5, 5).Draw(new Key(2), 10));
        var whole = Evaluation.Errors(maml, meta, tasks, Losses.SquaredError, [0, 2], new Key(3));
        var chunked = Evaluation.Errors(maml, meta, tasks, Losses.SquaredError, [0, 2], new Key(3), chunk: 3);
        Assert.Equal(whole[0], chunked[0]);
        Assert.Equal(whole[1], chunked[1]);
        Assert.Equal(10, whole[1].Length);
    }

    [Fact]
    public void It_can_be_cancelled_between_chunks()
    {
        using var source = new CancellationTokenSource();
        int chunks = 0;
        Loss counted = (p, y) =>
        {
            if (++chunks == 2) source.Cancel();
            return Losses.SquaredError(p, y);
        };
        var maml = new Maml(new Mlp(1, 8, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 1);
        Assert.Throws<OperationCanceledException>(() => Evaluation.Errors(maml, maml.Init(new Key(1)), new Sinusoids(5, 5).Draw(new Key(2), 10), counted, [1], new Key(3), chunk: 3, cancellation: source.Token));
        Assert.Equal(2, chunks);
    }
}
