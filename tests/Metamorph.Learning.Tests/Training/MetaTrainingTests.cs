namespace Metamorph.Learning.Tests.Training;

/// <summary>Training as a stream of steps.</summary>
public sealed class MetaTrainingTests
{
    private static readonly Maml Maml = new(new Mlp(1, 8, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 1);
    private static readonly Sinusoids Waves = new(5, 5);

    private static IEnumerable<MetaStep> Run(MetaStep? from = null, int? chunk = null, CancellationToken cancellation = default) =>
        MetaTraining.Run<Episode>(Maml, Waves.Draw, Optimizers.Adam(1e-2), 8, new Key(4), from, chunk, cancellation: cancellation);

    [Fact]
    public void Losses_fall()
    {
        MetaStep[] steps = [.. Run().Take(400).Select(s => s.Kept())];
        Assert.Equal(Enumerable.Range(1, 400), steps.Select(s => s.Iteration));
        var fresh = Waves.Draw(new Key(77), 300);
        double Loss(MetaStep step) => (double)Maml.MetaLoss(step.Meta, fresh, new Key(0)).MeanOverTasks();
        Assert.True(Loss(steps[^1]) < 0.9 * Loss(steps[0]), $"{Loss(steps[0])} after 1 step, {Loss(steps[^1])} after 400");
        Assert.All(steps, s => Assert.Equal(8, s.Losses.Tasks));
    }

    [Fact]
    public void Going_on_from_a_step_gives_the_same_bits_as_never_having_stopped()
    {
        MetaStep[] whole = [.. Run().Take(7).Select(s => s.Kept())];
        var last = Run(from: whole[2]).Take(4).Last();
        Assert.Equal(7, last.Iteration);
        Assert.Equal(whole[^1].Meta.Flatten().ToArray<float>(), last.Meta.Flatten().ToArray<float>());
        Assert.Equal(whole[^1].Optimizer.Select(s => s.Value.ToDoubles()), last.Optimizer.Select(s => s.Value.ToDoubles()));
    }

    [Fact]
    public void Tasks_drawn_ahead_on_another_thread_are_the_same_and_their_errors_come_at_their_step()
    {
        float[][] Losses(bool prefetch) => [.. MetaTraining.Run<Episode>(Maml, Waves.Draw, Optimizers.Adam(1e-2), 8, new Key(4), prefetch: prefetch).Take(5).Select(s => s.Losses.ToArray<float>())];
        Assert.Equal(Losses(false), Losses(true));

        int draws = 0;
        using var broken = MetaTraining.Run<Episode>(Maml, (key, n) => Interlocked.Increment(ref draws) == 3 ? throw new InvalidOperationException("no task") : Waves.Draw(key, n), Optimizers.Adam(1e-2), 8, new Key(4), prefetch: true).GetEnumerator();
        Assert.True(broken.MoveNext());

        // The tasks of the second step are drawn though nobody has asked for it: within ten seconds, whatever else the machine does.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref draws) >= 2, TimeSpan.FromSeconds(10)));
        Assert.True(broken.MoveNext());
        Assert.Equal("no task", Assert.Throws<InvalidOperationException>(() => broken.MoveNext()).Message);
    }

    [Fact]
    public void A_step_is_the_outer_optimizer_on_the_meta_gradient()
    {
        var key = new Key(4);
        var (tasksKey, lossKey) = key.Fold(1).Split();
        var meta = Maml.Init(key.Fold(0));
        var adam = Optimizers.Adam(1e-2);
        var (expected, _) = adam.Step(Maml.MetaGradient(meta, Waves.Draw(tasksKey, 8), lossKey).Gradient, adam.Init(meta), meta);

        // A replayed step adds groups of tasks before it adds the groups: parameters of size 1 differ by a few roundings of 2^-24.
        Assert.Equal(expected.Flatten().ToArray<float>(), Run().First().Meta.Flatten().ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Tasks_with_weights_are_not_taken_for_tasks_with_classes()
    {
        // Three rows and three ways: weights and classes are of one form, [8; 3].
        var learner = new Maml(new Mlp(1, 8, 3), Losses.CrossEntropy, Optimizers.Sgd(0.1), 1);
        int draws = 0;
        var drawn = new Key(5).Bernoulli(0.7, [3], 8);
        TaskDistribution<Episode> tasks = (key, n) =>
        {
            var batch = new Batch(key.Normal([3, 1], n), Tensor.Of(0, 0, 0).PerTask(n));
            batch = ++draws % 2 == 1 ? batch with { Weight = drawn } : batch with { Classes = drawn.Maximum(Tensor.Of(1f, 0f, 0f)) };
            return new(batch, batch);
        };
        var losses = MetaTraining.Run(learner, tasks, Optimizers.Sgd(0.0), 8, new Key(4)).Take(6).Select(s => s.Losses.ToArray<float>()).ToArray();

        draws = 0;
        var meta = learner.Init(new Key(4).Fold(0));
        for (int i = 1; i <= 6; i++)
        {
            var (tasksKey, lossKey) = new Key(4).Fold(i).Split();
            Assert.Equal(learner.MetaLoss(meta, tasks(tasksKey, 8), lossKey).ToArray<float>(), losses[i - 1]);
        }
    }

    [Fact]
    public void It_can_be_cancelled_between_steps()
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        foreach (var step in Run(cancellation: source.Token))
        {
            steps = step.Iteration;
            if (steps == 3) source.Cancel();
        }

        Assert.Equal(3, steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Chunks_of_a_meta_batch_are_the_whole(int chunk)
    {
        var (whole, chunked) = (Run().First(), Run(chunk: chunk).First());

        // Float32; the sums over tasks are taken in another order.
        Nearly.Equal(whole.Losses, chunked.Losses, 1e-5);
        Nearly.Equal(Gradient(null), Gradient(chunk), 1e-5);
        Assert.Equal(whole.Meta.Flatten().ToArray<float>(), Run(chunk: 8).First().Meta.Flatten().ToArray<float>());
        Assert.Equal(whole.Meta.Flatten().ToArray<float>(), Run(chunk: 100).First().Meta.Flatten().ToArray<float>());

        // An outer step of gradient descent at rate 1, undone.
        static ParameterSet Gradient(int? chunk) =>
            Maml.Init(new Key(4).Fold(0)) - MetaTraining.Run<Episode>(Maml, Waves.Draw, Optimizers.Sgd(1.0), 8, new Key(4), chunk: chunk).First().Meta;
    }

    [Fact]
    public void Chunks_draw_noise_of_their_own_and_the_same_each_time()
    {
        var noisy = new Maml(new Mlp(1, 8, 1), Losses.SquaredError, Optimizers.Sgd(0.01), 1) { BatchRows = 2 };
        var one = Waves.Draw(new Key(1), 1);
        Batch Six(Batch b) => new(b.X.TileTasks(6), b.Y.TileTasks(6));
        float[] Tiled(int chunk) => MetaTraining.Run<Episode>(noisy, (_, _) => new(Six(one.Support), Six(one.Query)), Optimizers.Sgd(0.1), 6, new Key(4), chunk: chunk).First().Losses.ToArray<float>();
        Assert.Equal(Tiled(2), Tiled(2));

        // The same task six times: what differs is the rows that are drawn of it, ten ways to draw two of five.
        Assert.True(Tiled(1).Distinct().Count() > 1);
    }

    [Fact]
    public void A_chunk_has_at_least_one_task() =>
        Assert.Equal("chunk", Assert.Throws<ArgumentOutOfRangeException>(() => Run(chunk: 0)).ParamName);

    [Fact]
    public void A_loss_that_heeds_cancellation_ends_a_step_midway()
    {
        using var source = new CancellationTokenSource();
        int draws = 0;
        TaskDistribution<Episode> tasks = (k, n) =>
        {
            // After the third iteration has begun.
            if (++draws == 3) source.Cancel();
            return Waves.Draw(k, n);
        };
        var learner = new Maml(new Mlp(1, 8, 1), Losses.SquaredError.Until(source.Token), Optimizers.Sgd(0.01), 12);
        var seen = new List<MetaStep>();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var step in MetaTraining.Run(learner, tasks, Optimizers.Sgd(0.1), 4, new Key(4), cancellation: source.Token)) seen.Add(step);
        });
        Assert.Equal([1, 2], seen.Select(s => s.Iteration));
        Assert.Equal(3, draws);
    }

    [Fact]
    public void A_task_of_a_later_chunk_that_is_not_finite_is_named_by_its_place_in_the_meta_batch()
    {
        Episode Draw(Key key, int tasks)
        {
            var episode = Waves.Draw(key, tasks);
            var spoilt = Tensor.StackTasks(Tensor.Ones([1, 1], tasks: 5), Tensor.Full(double.PositiveInfinity, [1, 1], tasks: 1), Tensor.Ones([1, 1], tasks: tasks - 6));
            return episode with { Query = episode.Query with { Y = episode.Query.Y.Abs() * spoilt } };
        }

        var error = Assert.Throws<NonFiniteException>(() => MetaTraining.Run<Episode>(Maml, Draw, Optimizers.Adam(1e-2), 8, new Key(4), chunk: 4).First());
        Assert.Contains("the loss of task 5 is not finite", error.Message, StringComparison.Ordinal);
        Assert.Contains("Among the tasks from 4 on, counted from 0: The first primitive", error.Message, StringComparison.Ordinal);
        Assert.Contains("task 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_it_and_names_iteration_task_and_primitive()
    {
        // From iteration 3 on, task 2 of every meta-batch holds an infinite target.
        int draws = 0;
        Episode Draw(Key key, int tasks)
        {
            var episode = Waves.Draw(key, tasks);
            if (++draws < 3) return episode;
            var spoilt = Tensor.StackTasks(Tensor.Ones([1, 1], tasks: 2), Tensor.Full(double.PositiveInfinity, [1, 1], tasks: 1), Tensor.Ones([1, 1], tasks: tasks - 3));
            return episode with { Query = episode.Query with { Y = episode.Query.Y.Abs() * spoilt } };
        }

        var seen = new List<MetaStep>();
        var error = Assert.Throws<NonFiniteException>(() =>
        {
            foreach (var step in MetaTraining.Run<Episode>(Maml, Draw, Optimizers.Adam(1e-2), 8, new Key(4))) seen.Add(step);
        });
        Assert.Equal(2, seen.Count);
        Assert.Same(seen[^1], error.LastGood);
        Assert.Equal(3, error.Iteration);
        Assert.Contains("iteration 3: the loss of task 2 is not finite", error.Message, StringComparison.Ordinal);
        Assert.Contains("Subtract of [8; 5, 1] and [8; 5, 1] (not finite before), task 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("The model after iteration 2 is kept", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_stops_it_too()
    {
        // sqrt(0) has a finite value and an infinite derivative.
        var learner = new Maml(new Mlp(1, 4, 1), (p, y) => ((p - p).Abs().Sqrt() + (p - y).Power(2)).Mean(-1), Optimizers.Sgd(0.0), 0);
        var error = Assert.Throws<NonFiniteException>(() => MetaTraining.Run<Episode>(learner, Waves.Draw, Optimizers.Sgd(0.1), 2, new Key(1)).First());
        Assert.Contains("iteration 1: the losses are finite but the meta-gradient is not", error.Message, StringComparison.Ordinal);
        Assert.Contains("The first primitive with a result that is not finite is ", error.Message, StringComparison.Ordinal);
        Assert.Null(error.LastGood);
    }

    [Fact]
    public void The_best_step_is_that_of_the_smallest_validation_error()
    {
        var training = new ValidatedTraining(Maml, Waves.Draw, Optimizers.Adam(5e-2), 4, 53) { Validation = Waves.Draw(new Key(99), 50), Metric = Losses.SquaredError, Every = 10 };
        ValidatedStep[] steps = [.. training.Run(new Key(4))];
        Assert.Equal(53, steps.Length);
        var measured = steps.Where(s => s.Validation is not null).ToArray();
        Assert.Equal([10, 20, 30, 40, 50, 53], measured.Select(s => s.Step.Iteration));
        var best = measured.MinBy(s => s.Validation)!;
        Assert.Same(best.Step, steps[^1].Best);
        Assert.Equal(best.Validation, steps[^1].BestValidation);
        Assert.Equal(best.Validation!.Value, Evaluation.Of(Maml, best.Step.Meta, training.Validation, Losses.SquaredError, "mse", [1], new Key(4).Fold(1))[0].Mean);
        Assert.Null(steps[0].Best);
    }
}
