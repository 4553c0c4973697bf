namespace Metamorph.Learning.Tests;

public sealed class BatchNormTests
{
    private static readonly BatchNorm Norm = new(3);
    private static readonly ParameterSet Parameters = new(("scale", Tensor.Of(1.0, 2, 3)), ("shift", Tensor.Of(0.0, 10, 20)));
    private static readonly Tensor X = new Key(5).Uniform(-3, 7, [4, 3, 5, 2], 2, DType.Float64);

    [Fact]
    public void With_its_supports_statistics_a_learner_predicts_a_query_alone_as_among_others()
    {
        var net = new Sequential(new Linear(1, 4), new BatchNorm(4), Activation.Tanh, new Linear(4, 1));
        var maml = new Maml(net, Losses.SquaredError, Optimizers.Sgd(0.1), 1);
        var meta = maml.Init(new Key(1)).Cast(DType.Float64);
        var tasks = new Sinusoids(5, 6).Draw(new Key(3), 3).Cast(DType.Float64);
        var kept = new ParameterSet([.. meta, .. ParameterSet.Join((FewShotLearner.Statistics, maml.Measure(meta, tasks, new Key(4))))]);
        Assert.Equal(("batch", "support"), (Evaluation.Mode(maml, meta, Statistics.Batch), Evaluation.Mode(maml, kept, Statistics.Batch)));

        var (onBatch, onSupport) = (maml.Adapt(meta, tasks.Support, new Key(5)), maml.Adapt(kept, tasks.Support, new Key(5)));
        var alone = tasks.Query.X.Slice(0, 2, 1);
        Nearly.Equal(maml.Predict(onSupport, tasks.Query.X).Slice(0, 2, 1), maml.Predict(onSupport, alone), 1e-12);
        Assert.NotEqual(maml.Predict(onBatch, tasks.Query.X).Slice(0, 2, 1).ToDoubles(), maml.Predict(onSupport, alone).ToDoubles());

        // The support itself is seen as it is in a batch of its own, each task by its own statistics.
        Nearly.Equal(maml.Predict(onBatch, tasks.Support.X), maml.Predict(onSupport, tasks.Support.X), 1e-12);
        var h = tasks.Support.X.MatMul(onBatch["0/weight"]) + onBatch["0/bias"];
        Nearly.Equal(h.Mean(0), onSupport["statistics/1/mean"], 1e-13);
        Nearly.Equal(h.Variance(0), onSupport["statistics/1/variance"], 1e-13);

        // Adaptation is the same, with them or without, and rows of weight 0 have no part.
        Assert.Equal(onBatch.Flatten().ToDoubles(), FewShotLearner.WithoutStatistics(onSupport).Flatten().ToDoubles());
        var weighted = tasks.Support with { Weight = Tensor.Of([1.0, 1, 1, 1, 0], [5]).PerTask(3) };
        var four = new Batch(tasks.Support.X.Slice(0, 0, 4), tasks.Support.Y.Slice(0, 0, 4));
        Nearly.Equal(maml.Adapt(kept, four, new Key(5)).At("statistics"), maml.Adapt(kept, weighted, new Key(5)).At("statistics"), 1e-12);
    }

    [Fact]
    public void Channels_have_the_mean_and_deviation_that_are_learned()
    {
        var y = (Norm with { Epsilon = 0 }).Apply(Parameters, X);
        Nearly.Equal([0.0, 10, 20, 0, 10, 20], y.Mean([0, 2, 3]), 1e-13);
        Nearly.Equal([1.0, 4, 9, 1, 4, 9], y.Variance([0, 2, 3]), 1e-13);

        // Vectors have no axes of space.
        Nearly.Equal([1.0, 4, 9], (Norm with { Epsilon = 0 }).Apply(Parameters, new Key(6).Normal([8, 3], dtype: DType.Float64)).Variance(0), 1e-13);
    }

    [Fact]
    public void Rows_of_weight_0_have_no_part()
    {
        var garbage = new Key(77).Uniform(-1000, 1000, [3, 3, 5, 2], 2, DType.Float64);
        var weight = Tensor.Of([1.0, 1, 1, 1, 0, 0, 0], [7]).PerTask(2);
        var y = Norm.Apply(Parameters, Tensor.Concatenate([X, garbage]), new() { Weight = weight });
        Nearly.Equal(Norm.Apply(Parameters, X), y.Slice(0, 0, 4), 1e-13);
    }

    [Fact]
    public void With_running_statistics_an_example_does_not_depend_on_those_beside_it()
    {
        var measured = Statistics.Measure(Norm, Parameters, [new(X, X)], new Key(1));
        var running = new Context { Statistics = Statistics.Running(measured) };
        var together = Norm.Apply(Parameters, X, running);
        Nearly.Equal(together.Slice(0, 1, 1), Norm.Apply(Parameters, X.Slice(0, 1, 1), running), 1e-15);
        Assert.Equal("running statistics", running.Statistics.ToString());
        Assert.Equal("batch statistics", new Context().Statistics.ToString());
    }

    [Fact]
    public void Measured_statistics_are_those_of_all_examples_together()
    {
        var module = new Sequential(new Linear(2, 3), new BatchNorm(3), Activation.Relu, new Linear(3, 2), new BatchNorm(2));
        var parameters = module.Init(new Key(1)).Cast(DType.Float64);
        Batch[] batches = [.. Enumerable.Range(0, 5).Select(i => new Key((ulong)i).Normal([6, 2], 3, DType.Float64)).Select(x => new Batch(x, x))];
        var measured = Statistics.Measure(module, parameters, batches, new Key(1));
        Assert.Equal("1/mean [3], 1/variance [3], 4/mean [2], 4/variance [2]", measured.ToString());
        var all = Tensor.Concatenate([.. batches.Select(b => b.X.TasksToAxis().Reshape([18, 2]))]).MatMul(parameters["0/weight"]) + parameters["0/bias"];
        Nearly.Equal(all.Mean(0), measured["1/mean"], 1e-14);
        Nearly.Equal(all.Variance(0), measured["1/variance"], 1e-14);
        Assert.Contains("no batches", Assert.Throws<ArgumentException>(() => Statistics.Measure(module, parameters, [], new Key(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_inner_step_may_have_its_own_scale_and_shift()
    {
        var norm = Norm with { Steps = 2 };
        Assert.Equal("scale [2, 3], shift [2, 3]", norm.Init(new Key(1)).ToString());
        var parameters = new ParameterSet(("scale", Tensor.Of(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } })), ("shift", Tensor.Of(new[,] { { 0.0, 0, 0 }, { 7, 8, 9 } })));
        Tensor At(int? step) => norm.Apply(parameters, X, new() { Step = step });
        ParameterSet Of(int step) => parameters.Map(p => p.Slice(0, step, 1).Flatten());
        Nearly.Equal(Norm.Apply(Of(0), X), At(0), 1e-15);
        Nearly.Equal(Norm.Apply(Of(1), X), At(1), 1e-15);
        Nearly.Equal(At(1), At(9), 0);
        Nearly.Equal(At(1), At(null), 0);
    }

    [Fact]
    public void An_inner_loop_takes_each_steps_scale_and_shift_and_beyond_the_last_the_last()
    {
        // Only the head adapts, so that the norm's numbers stay those that were given.
        var (learner, tasks) = (Learner(2), Tasks());
        var meta = Drawn(learner);
        var row = meta.Where(n => n.StartsWith("start/1/", StringComparison.Ordinal));
        var four = meta.Replace(row.Map(r => r.Take(Tensor.Of(0, 1, 1, 1))));
        var (found, expected) = (learner.Trajectory(meta, tasks.Support, new Key(1), [0, 1, 2, 4]), Learner(4).Trajectory(four, tasks.Support, new Key(1), [0, 1, 2, 4]));
        for (int i = 0; i < 4; i++) Nearly.Equal(expected[i].At("2"), found[i].At("2"), 0);

        // Changed where only the second step sees it: the first step is as it was.
        var other = learner.Trajectory(meta.Replace(row.Map(r => Tensor.Concatenate([r.Slice(0, 0, 1), 2.0 * r.Slice(0, 1, 1)]))), tasks.Support, new Key(1), [1, 2]);
        Nearly.Equal(found[1].At("2"), other[0].At("2"), 0);
        Assert.NotEqual(found[2].At("2").Flatten().ToDoubles(), other[1].At("2").Flatten().ToDoubles());

        static Anil Learner(int steps) => new(Net(steps), Losses.SquaredError, Optimizers.Sgd(0.1), 2, "2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void The_meta_gradient_of_every_steps_scale_and_shift_is_the_difference_of_meta_losses(int annealing)
    {
        var learner = (MamlPlusPlus)new MamlPlusPlus(Net(3), Losses.SquaredError, 0.05, 3) { AnnealingIterations = annealing }.At(1);
        var (meta, tasks) = (Drawn(learner), Tasks());
        Tensor Loss(ParameterSet m) => learner.MetaLoss(m, tasks, new Key(0)).MeanOverTasks();
        double[] gradient = Gradient.Of(Loss, meta)["start/1/scale"].ToDoubles();
        for (int step = 0; step < 3; step++) Assert.Contains(gradient[(4 * step)..(4 * step + 4)], g => Math.Abs(g) > 1e-6);

        // Small batches make norms that bend much.
        GradientCheck.Passes(Loss, meta, 1e-4, $"MAML++, annealing in {annealing}");
    }

    [Fact]
    public void The_supports_statistics_are_those_of_the_last_steps_scale_and_shift()
    {
        var (learner, tasks) = (new MamlPlusPlus(new Sequential(new Linear(2, 4), new BatchNorm(4) { Steps = 3 }, new Linear(4, 2), new BatchNorm(2) { Steps = 3 }, new Linear(2, 1)), Losses.SquaredError, 0.1, 3), Tasks());
        var meta = Drawn(learner);
        var kept = new ParameterSet([.. meta, .. ParameterSet.Join((FewShotLearner.Statistics, learner.Measure(meta, tasks, new Key(0))))]);
        var (bare, measured) = (learner.Trajectory(meta, tasks.Support, new Key(1), [0, 1, 3]), learner.Trajectory(kept, tasks.Support, new Key(1), [0, 1, 3]));
        int[] steps = [0, 0, 2];
        for (int i = 0; i < 3; i++)
            Nearly.Equal(learner.Predict(bare[i], tasks.Support.X, new() { Step = steps[i] }), learner.Predict(measured[i], tasks.Support.X, new() { Step = steps[i] }), 1e-12);
    }

    [Fact]
    public void Steps_are_at_least_one() =>
        Assert.Contains("a scale and a shift for each of 0 steps. Expected at least 1", Assert.Throws<ArgumentException>(() => (Norm with { Steps = 0 }).Init(new Key(1))).Message, StringComparison.Ordinal);

    [Fact]
    public void One_value_for_a_channel_is_refused_with_the_mends()
    {
        var error = Assert.Throws<ShapeException>(() => Norm.Apply(Parameters, Tensor.Zeros([1, 3, 1, 1], DType.Float64, 2)));
        Assert.Contains("[2; 1, 3, 1, 1] has 1 values for each channel", error.Message, StringComparison.Ordinal);
        Assert.Contains("give more examples, or use running statistics", error.Message, StringComparison.Ordinal);
        var running = Statistics.Running(new(("mean", Tensor.Of(1.0, 2, 3)), ("variance", Tensor.Of(4.0, 4, 4))));
        var one = (Norm with { Epsilon = 0 }).Apply(Parameters, Tensor.Of([3.0, 3, 3], [1, 3, 1, 1]), new() { Statistics = running });
        Nearly.Equal([1.0, 11, 20], one, 1e-15);
        Assert.Contains("Expected 3 channels, [n, 3, ...]", Assert.Throws<ShapeException>(() => Norm.Apply(Parameters, Tensor.Zeros([3, 4]))).Message, StringComparison.Ordinal);
    }

    private static Sequential Net(int steps) => new(new Linear(2, 4), new BatchNorm(4) { Steps = steps }, new Sequential(Activation.Tanh, new Linear(4, 1)));

    private static Episode Tasks() => new(Rows(7), Rows(8));

    private static Batch Rows(ulong seed) => new(new Key(seed).Normal([6, 2], 2, DType.Float64), new Key(seed).Fold(1).Normal([6, 1], 2, DType.Float64));

    /// <summary>Meta-parameters with scales and shifts that differ from step to step.</summary>
    private static ParameterSet Drawn(FewShotLearner learner)
    {
        var meta = learner.Init(new Key(3)).Cast(DType.Float64);
        return meta.Replace(meta.Where(n => n.StartsWith("start/1/", StringComparison.Ordinal)).Map(p => p + new Key(4).Uniform(-0.5, 0.5, p.Shape, dtype: DType.Float64)));
    }
}
