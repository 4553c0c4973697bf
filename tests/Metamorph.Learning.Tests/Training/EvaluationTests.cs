using Metamorph.Learning.Tests.Learners;

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

    public static TheoryData<string> Learners => Small.Names;

    [Theory]
    [MemberData(nameof(Learners))]
    public void Errors_are_those_of_the_adapted_models_on_any_number_of_threads(string name)
    {
        var learner = Small.All[name];
        var meta = Small.Meta(learner);
        bool classes = Small.Classifiers.ContainsKey(name);
        var tasks = classes ? Small.Labelled : new Sinusoids(5, 7).Draw(new Key(2), 7).Cast(DType.Float64);
        var loss = classes ? Losses.CrossEntropy : Losses.SquaredError;
        int chunk = classes ? 2 : 3;
        int[] steps = [0, 1, 3];
        var found = Errors(1);
        Assert.Equal(Evaluation.Errors(learner, meta, tasks, loss, steps, new Key(3), chunk: chunk), found);
        foreach (int threads in new[] { 2, 3 }) Assert.Equal(found, Errors(threads));
        var expected = steps.Select(_ => new List<double>()).ToArray();
        foreach (var some in classes ? new[] { 0..2, 2..3 } : [0..3, 3..6, 6..7])
        {
            var part = tasks.Take(some);
            var passed = learner.Trajectory(meta, part.Support, new Key(3).Fold(some.Start.Value), steps);
            for (int i = 0; i < steps.Length; i++) expected[i].AddRange(learner.QueryLoss(passed[i], part.Query, loss).ToDoubles());
        }

        // Alone and beside others, products of a task may be taken in other pieces.
        foreach (var (e, f) in expected.Zip(found)) Assert.Equal(e, f, (a, b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(a)));

        IReadOnlyList<double[]> Errors(int threads) => Evaluation.Errors(learner, meta, tasks, loss, steps, new Key(3), Statistics.Batch, chunk, threads, true, default);
    }

    [Fact]
    public void Models_with_statistics_that_were_measured_and_classes_that_some_tasks_lack_are_measured_too()
    {
        var net = new Sequential(new Linear(2, 4), new BatchNorm(4), Activation.Tanh, new Linear(4, 3));
        var learner = new Maml(net, Losses.CrossEntropy, Optimizers.Sgd(0.1), 2);
        var meta = learner.Init(new Key(1)).Cast(DType.Float64);
        var classes = Tensor.Of([1.0, 1, 1, 1, 1, 0], [3], 2);
        Batch Some(ulong seed) => new(new Key(seed).Normal([4, 2], 2, DType.Float64), Tensor.Of([0, 1, 2, 2, 0, 1, 0, 1], [4], 2), Tensor.Of([1.0, 1, 1, 1, 1, 1, 1, 0], [4], 2), classes);
        var tasks = new Episode(Some(4), Some(5));
        var running = Statistics.Running(new(("1/mean", Tensor.Full(0.1, [4], DType.Float64)), ("1/variance", Tensor.Full(1.5, [4], DType.Float64))));
        foreach (var statistics in new[] { Statistics.Batch, running })
        {
            var adapted = learner.Trajectory(meta, tasks.Support, new Key(3).Fold(0), [2])[0];
            double[] expected = learner.QueryLoss(adapted, tasks.Query, Losses.Mistake, new() { Step = 1, Weight = tasks.Query.Weight, Statistics = statistics }).ToDoubles();
            foreach (bool recorded in new[] { false, true })
                Assert.Equal(expected, Evaluation.Errors(learner, meta, tasks, Losses.Mistake, [2], new Key(3), statistics, 500, null, recorded, default)[0], (a, b) => Math.Abs(a - b) < 1e-14);
        }
    }

    [Fact]
    public void Many_large_models_have_the_bits_of_a_few()
    {
        // 3 million parameters in all are measured from a recording, 30 thousand are not.
        var maml = new Maml(new Mlp(1, 100, 100, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 1);
        var (meta, tasks) = (maml.Init(new Key(1)), new Sinusoids(5, 5).Draw(new Key(2), 300));
        double[] all = Evaluation.Errors(maml, meta, tasks, Losses.SquaredError, [2], new Key(3))[0];
        double[] some = Evaluation.Errors(maml, meta, tasks.Take(0..3), Losses.SquaredError, [2], new Key(3))[0];
        Assert.Equal(some, all[..3]);
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
