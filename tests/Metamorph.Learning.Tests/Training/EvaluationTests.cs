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
    public void It_says_whose_statistics_batch_norms_took()
    {
        var running = Statistics.Running(new(("1/mean", Tensor.Zeros([4])), ("1/variance", Tensor.Ones([4]))));
        Assert.Equal(("none", "none"), (Mode(Net(new LayerNorm(4)), Statistics.Batch), Mode(Net(new LayerNorm(4)), running)));
        Assert.Equal(("batch", "running"), (Mode(Net(new BatchNorm(4)), Statistics.Batch), Mode(Net(new BatchNorm(4)), running)));
        Assert.Equal(("per-step", "running"), (Mode(Net(new BatchNorm(4) { Steps = 2 }), Statistics.Batch), Mode(Net(new BatchNorm(4) { Steps = 2 }), running)));

        static Sequential Net(Module norm) => new(new Linear(1, 4), norm, new Linear(4, 1));

        static string Mode(Module net, Statistics statistics)
        {
            var maml = new Maml(net, Losses.SquaredError, Optimizers.Sgd(0.01), 1);
            return Evaluation.Of(maml, maml.Init(new Key(1)), new Sinusoids(5, 5).Draw(new Key(2), 3), Losses.SquaredError, "mse", [1], new Key(3), statistics)[0].BatchNorm;
        }
    }

    [Fact]
    public void Every_learner_with_a_module_says_what_that_has()
    {
        var (norm, loss, sgd) = (new BatchNorm(1), Losses.SquaredError, Optimizers.Sgd(0.01));
        FewShotLearner[] learners = [new Maml(norm, loss, sgd, 1), new RidgeHead(norm, 1, 1, loss, 1, sgd), new PrototypicalNetwork(norm, Losses.CrossEntropy, 2), new FineTuned(norm, loss), new Scratch(norm, loss), new Oracle(norm, loss)];
        Assert.All(learners, l => Assert.Equal(BatchNormKind.Shared, l.BatchNormKind));
        Assert.Equal(BatchNormKind.None, new SupportMean().BatchNormKind);
    }

    [Fact]
    public void Query_rows_of_weight_0_have_no_part_in_batch_statistics()
    {
        var learner = new Maml(new Sequential(new Linear(1, 4), new BatchNorm(4), new Linear(4, 1)), Losses.SquaredError, Optimizers.Sgd(0.01), 1);
        var meta = learner.Init(new Key(1)).Cast(DType.Float64);
        var tasks = new Sinusoids(5, 5).Draw(new Key(2), 3);
        Batch Doubles(Batch b) => b.Cast(DType.Float64);
        var (support, query) = (Doubles(tasks.Support), Doubles(tasks.Query));
        var padded = query.Join(new(Tensor.Full(1000, [3, 1], DType.Float64, 3), Tensor.Zeros([3, 1], DType.Float64, 3), Tensor.Zeros([3], DType.Float64, 3)));
        double[] expected = Errors(query), actual = Errors(padded);
        for (int t = 0; t < 3; t++) Assert.Equal(expected[t], actual[t], 1e-12);

        double[] Errors(Batch q) => Evaluation.Errors(learner, meta, new(support, q), Losses.SquaredError, [1], new Key(3))[0];
    }

    [Fact]
    public void Queries_after_some_steps_have_the_scale_and_shift_of_the_last_of_them()
    {
        // Only the head adapts, so that the norm's numbers stay those that were given.
        var norm = new BatchNorm(4) { Steps = 2 };
        var learner = new Anil(new Sequential(new Linear(1, 4), norm, new Linear(4, 1)), Losses.SquaredError, Optimizers.Sgd(0.01), 2, "2");
        var meta = learner.Init(new Key(1));
        meta = meta.Replace(new(("start/1/scale", new Key(5).Uniform(0.5, 2, [2, 4])), ("start/1/shift", new Key(6).Uniform(-1, 1, [2, 4]))));
        var tasks = new Sinusoids(5, 5).Draw(new Key(2), 3);
        int[] steps = [0, 1, 2, 4];
        var found = Evaluation.Errors(learner, meta, tasks, Losses.SquaredError, steps, new Key(3));
        var passed = learner.Trajectory(meta, tasks.Support, new Key(3).Fold(0), steps);
        foreach (var (i, step) in new[] { (0, 0), (1, 0), (2, 1), (3, 1) })
            Assert.Equal(learner.QueryLoss(passed[i], tasks.Query, Losses.SquaredError, new() { Step = step }).ToDoubles(), found[i]);
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
