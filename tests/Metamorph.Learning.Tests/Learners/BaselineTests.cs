namespace Metamorph.Learning.Tests.Learners;

/// <summary>Rivals that are fitted in one call, against examples solved by hand and against what was simulated.</summary>
public sealed class BaselineTests
{
    private static readonly Episode Line = Lines(new Key(3), 6);

    /// <summary>Tasks y = 2 x + level, each level its own; no noise.</summary>
    private static Episode Lines(Key key, int tasks)
    {
        var level = key.Fold(0).Normal([1, 1], tasks, DType.Float64);
        Batch Rows(Key part, int rows) => part.Normal([rows, 1], tasks, DType.Float64) is var x ? new(x, 2.0 * x + level) : null!;
        return new(Rows(key.Fold(1), 3), Rows(key.Fold(2), 4));
    }

    [Fact]
    public void The_random_intercept_is_the_best_linear_unbiased_predictor()
    {
        // Henderson's mixed-model equations for y = X b + Z u + e with b known: (Z'Z / s + 1 / v) u = Z'(y - X b) / s.
        var meta = new ParameterSet(
            ("weight", Tensor.Of([1.5], [1, 1])), ("bias", Tensor.Of([0.5], [1])), ("penalty", Tensor.Of(0.0)), ("between", Tensor.Of([0.8], [1])), ("within", Tensor.Of([2.0], [1])));
        var support = new Batch(
            Tensor.Of([1.0, 2, 3, -1, 0, 50], [3, 1], 2), Tensor.Of([4.0, 2, 6, 1, 2, -70], [3, 1], 2), Tensor.Of([1.0, 1, 1, 1, 1, 0], [3], 2));
        var learner = new RandomIntercept(1);
        double[] residuals = [4 - 2 + 2 - 3.5 + 6 - 5, 1 + 1 + 2 - 0.5], rows = [3, 2];
        double[] levels = [.. residuals.Zip(rows, (r, n) => r / 2.0 / (n / 2.0 + 1 / 0.8))];
        var adapted = learner.Adapt(meta, support, Small.Key);
        Nearly.Equal([.. levels.Select(l => 0.5 + l)], adapted["bias"], 1e-15);
        Nearly.Equal([3.5 + levels[0], 3.5 + levels[1]], learner.Predict(adapted, Tensor.Of([2.0], [1, 1])), 1e-15);
    }

    [Fact]
    public void Equal_levels_give_no_shrunk_mean_and_levels_without_noise_the_whole_one()
    {
        var line = new ParameterSet(("weight", Tensor.Of([2.0], [1, 1])), ("bias", Tensor.Of([0.0], [1])), ("penalty", Tensor.Of(0.0)));
        Tensor Bias(double between, double within) => new RandomIntercept(1).Adapt(
            new([.. line, ("between", Tensor.Of([between], [1])), ("within", Tensor.Of([within], [1]))]), Line.Support, Small.Key)["bias"];
        Assert.Equal(new double[6], Bias(0, 1).ToDoubles());
        Assert.Equal(new double[6], Bias(0, 0).ToDoubles());
        Nearly.Equal((Line.Support.Y - 2.0 * Line.Support.X).Mean(0).ToDoubles(), Bias(1, 0), 1e-14);
    }

    [Fact]
    public void Variances_of_a_small_table_are_those_of_its_analysis_of_variance()
    {
        // Groups 1, 3 | 6, 8, 10 | 5: means 2, 8, 5, grand mean 33 / 6. Within: (2 + 8) / 3. Between: 2 (3.5)^2 + 3 (2.5)^2 + (0.5)^2 = 43.5, over 2;
        // n0 = (6 - 14 / 6) / 2.
        var y = Tensor.Of([1.0, 3, 7, 6, 8, 10, 5, -9, 4], [3, 1], 3);
        var (between, within) = VarianceComponents.Of(new(y, y, Tensor.Of([1.0, 1, 0, 1, 1, 1, 1, 0, 0], [3], 3)));
        Assert.Equal(10 / 3.0, (double)within, 1e-14);
        Assert.Equal((43.5 / 2 - 10 / 3.0) / ((6 - 14 / 6.0) / 2), (double)between, 1e-13);

        // Means nearer to each other than the noise within allows: nothing is left between.
        var same = Tensor.Of([1.0, -1, -1, 1], [2, 1], 2);
        Assert.Equal(0, (double)VarianceComponents.Of(new(same, same)).Between);
    }

    [Fact]
    public void Simulated_variances_slopes_and_levels_are_recovered()
    {
        var (key, tasks) = (new Key(11), 3000);
        Batch Rows(Key part) => part.Fold(0).Normal([6, 2], tasks, DType.Float64) is var x
            ? new(
                x,
                x.MatMul(Tensor.Of(new[,] { { 1.0 }, { -2.0 } })) + 3.0 + 0.7 * key.Normal([1, 1], tasks, DType.Float64) + 1.3 * part.Fold(1).Normal([6, 1], tasks, DType.Float64),
                (part.Fold(2).Uniform(0, 1, [6], tasks, DType.Float64) > 0.3).Cast(DType.Float64))
            : null!;
        var validation = new Episode(Rows(key.Fold(1)).Take(..50), Rows(key.Fold(2)).Take(..50));
        var fitted = new RandomIntercept(2).Fit(Rows(key.Fold(3)), validation, key);

        // 3,000 levels: the estimate of their variance 0.49 has a deviation of about 0.02; 12,600 rows: that of 1.69 one of 0.025. Four deviations.
        Assert.InRange((double)fitted["between"], 0.41, 0.57);
        Assert.InRange((double)fitted["within"], 1.59, 1.79);
        Nearly.Equal([1.0, -2], fitted["weight"].Flatten(), 0.05);
        Nearly.Equal([3.0], fitted["bias"], 0.05);
    }

    [Fact]
    public void Too_few_tasks_or_rows_tell_no_variances_apart()
    {
        var y = Tensor.Of([1.0, 2, 3], [1, 1], 3);
        Assert.Contains("3 rows of 3 tasks. Expected two tasks at least, and one of two rows", Assert.Throws<ArgumentException>(() => VarianceComponents.Of(new(y, y))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => VarianceComponents.Of(new(Line.Support.X.TakeTasks(..1), Line.Support.Y.TakeTasks(..1))));
    }

    [Fact]
    public void The_support_mean_is_the_mean_of_rows_that_count_whatever_x_is()
    {
        var learner = new SupportMean();
        Assert.Empty(learner.Fit(Line.Query, Line, Small.Key));
        var support = new Batch(Line.Support.X, Tensor.Of([.. Enumerable.Repeat(new[] { 2.0, 5, 77 }, 6).SelectMany(y => y)], [3, 1], 6), Tensor.Of([.. Enumerable.Repeat(new[] { 2.0, 1, 0 }, 6).SelectMany(w => w)], [3], 6));
        Assert.Equal([.. Enumerable.Repeat(3.0, 24)], learner.Predict(learner.Adapt(ParameterSet.Empty, support, Small.Key), Line.Query.X).ToDoubles());
    }

    [Fact]
    public void Ridge_on_the_support_solves_each_task_alone_and_chooses_its_penalty()
    {
        // x = 0, 1, 2, y = 1, 2, 6: centred sums xx = 2 and xy = 5. With penalty 2 the slope is 5 / 4, through the means (1, 3).
        var support = new Batch(Tensor.Of([0.0, 1, 2, 2, 1, 0], [3, 1], 2), Tensor.Of([1.0, 2, 6, 1, 2, 6], [3, 1], 2));
        var query = new Batch(Tensor.Of([1.0, 5, 1, 5], [2, 1], 2), Tensor.Of([3.0, 8, 3, -2], [2, 1], 2));
        var learner = new SupportRidge(penalties: [0, 2, 8]);
        var fitted = learner.Fit(support, new(support, query), Small.Key);
        Assert.Equal(2, (double)fitted["penalty"]);
        var adapted = learner.Adapt(fitted, support, Small.Key);
        Nearly.Equal([1.25, -1.25], adapted["weight"], 1e-14);
        Nearly.Equal(query.Y, learner.Predict(adapted, query.X), 1e-14);

        // A single row has no slope.
        var one = learner.Adapt(fitted, new(Tensor.Of([4.0], [1, 1]), Tensor.Of([9.0], [1, 1])), Small.Key);
        Assert.Equal((0, 9), ((double)one["weight"], (double)one["bias"]));
        Assert.Contains("targets [3]", Assert.Throws<ShapeException>(() => learner.Adapt(fitted, new(Tensor.Zeros([3, 1]), Tensor.Zeros([3])), Small.Key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fine_tuning_takes_the_rate_and_the_steps_that_do_best_on_validation_tasks()
    {
        var learner = new FineTuned(new Linear(1, 1), Losses.SquaredError, [0.1, 100, 0.001], [0, 1, 30]);
        var start = new ParameterSet(("weight", Tensor.Of([2.0], [1, 1])), ("bias", Tensor.Of([0.0], [1])));

        // A rate of 100 diverges within 30 steps, 0.001 hardly moves: 30 steps of 0.1 come nearest to each task's level.
        var meta = learner.Tune(start, Line, Small.Key);
        Assert.Equal((0.1, 30), ((double)meta["rate"], (double)meta["steps"]));
        Assert.Equal(Small.Meta(learner).Names, meta.Names);
        var maml = new Maml(new Linear(1, 1), Losses.SquaredError, Optimizers.Sgd(0.1), 30);
        Nearly.Equal(maml.Adapt(ParameterSet.Join(("start", start)), Line.Support, Small.Key), learner.Adapt(meta, Line.Support, Small.Key), 1e-14);

        // Where every step leads away from the validation tasks, none is taken.
        var away = Line with { Query = Line.Support with { Y = 2.0 * Line.Support.X - 3.0 * (Line.Support.Y - 2.0 * Line.Support.X) } };
        Assert.Equal(0, (double)learner.Tune(start, away, Small.Key)["steps"]);
    }

    [Fact]
    public void Fine_tuning_is_trained_as_pretraining_is()
    {
        var (tuned, pretrained) = (Small.All["fine-tuned"], Small.All["pretrained"]);
        var meta = Small.Meta(tuned);
        Assert.Equal(
            pretrained.MetaLoss(ParameterSet.Join(("start", meta.At("start"))), Small.Tasks, Small.Key).ToDoubles(), tuned.MetaLoss(meta, Small.Tasks, Small.Key).ToDoubles());
        var gradient = tuned.MetaGradient(meta, Small.Tasks, Small.Key).Gradient;
        Assert.Equal((0, 0), ((double)gradient["rate"], (double)gradient["steps"]));
    }

    [Fact]
    public void From_scratch_every_key_has_a_start_of_its_own_and_no_other_task_is_in_it()
    {
        var learner = new Scratch(Small.Network, Losses.SquaredError, [0.05, 1e6], [10, 40]);
        var meta = learner.Fit(Line.Query, Line, Small.Key);
        Assert.Equal("rate [], steps []", meta.ToString());
        Assert.Equal(0.05, (double)meta["rate"]);
        double[] Adapted(ulong key) => learner.Adapt(meta, Line.Support, new Key(key)).Flatten().ToDoubles();
        Assert.NotEqual(Adapted(1), Adapted(2));
        Assert.Equal(Adapted(1), Adapted(1));
    }

    [Fact]
    public void The_oracle_does_not_look_at_the_support()
    {
        var learner = Small.All["oracle"];
        var meta = Small.Meta(learner);
        Assert.Equal(learner.Adapt(meta, Small.Tasks.Support, Small.Key).Flatten().ToDoubles(), learner.Adapt(meta, Small.Tasks.Query, new Key(1)).Flatten().ToDoubles());
        Assert.Equal(
            Small.Tasks.Query.Mean(Losses.SquaredError(Small.Network.Apply(meta, Small.Tasks.Query.X), Small.Tasks.Query.Y)).ToDoubles(),
            learner.MetaLoss(meta, Small.Tasks, Small.Key).ToDoubles());
    }
}
