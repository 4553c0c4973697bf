namespace Metamorph.Learning.Tests.Learners;

/// <summary>What each learner of the MAML family is by its paper.</summary>
public sealed class GradientLearnerTests
{
    private static readonly Batch Support = Small.Tasks.Support;

    /// <summary>The loss and the model of the family, written out for one task and plain gradient descent.</summary>
    private static ParameterSet Descend(ParameterSet start, int task, double rate, int steps)
    {
        var batch = Support.Take(task..(task + 1));
        var p = start.PerTask(1);
        for (int i = 0; i < steps; i++)
            p -= (Tensor)rate * Gradient.Of(q => (Small.Network.Apply(q, batch.X) - batch.Y).Power(2).Mean(), p);
        return p.TakeTasks(0..1);
    }

    [Fact]
    public void Maml_adapts_by_gradient_descent_from_the_start()
    {
        var maml = new Maml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3);
        var meta = Small.Meta(maml);
        var adapted = maml.Adapt(meta, Support, Small.Key);
        for (int t = 0; t < 3; t++)
            Assert.InRange(Small.Distance(Descend(meta.At("start"), t, 0.1, 3), adapted.TakeTasks(t..(t + 1))), 0, 1e-14);
    }

    [Fact]
    public void Without_tasks_a_support_set_is_one_task()
    {
        var maml = new Maml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3);
        var meta = Small.Meta(maml);
        var first = Support.Take(0..1);
        var alone = new Batch(first.X.TasksToAxis().Slice(0, 0, 1).Reshape([5, 1]), first.Y.TasksToAxis().Reshape([5, 1]));
        var adapted = maml.Adapt(meta, alone, Small.Key);
        Assert.All(adapted, p => Assert.Null(p.Value.Tasks));
        Assert.InRange(Small.Distance(Descend(meta.At("start"), 0, 0.1, 3), adapted.PerTask(1)), 0, 1e-14);
    }

    [Fact]
    public void First_order_maml_drops_exactly_the_second_derivatives()
    {
        var learner = new FirstOrderMaml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3);
        var meta = Small.Meta(learner);
        var adapted = learner.Adapt(meta, Support, Small.Key);

        // Its gradient is that of the query loss at the adapted parameters.
        var expected = Gradient.Of(p => learner.QueryLoss(p, Small.Tasks.Query, Losses.SquaredError), adapted).MeanOverTasks();
        Assert.InRange(Small.Distance(expected, learner.MetaGradient(meta, Small.Tasks, Small.Key).Gradient.At("start")), 0, 1e-14);
        Assert.False(learner.Exact);
    }

    [Theory]
    [InlineData("anil", true)]
    [InlineData("boil", false)]
    public void Anil_adapts_the_head_alone_and_boil_all_but_it_and_both_learn_everything(string learner, bool head)
    {
        var anil = Small.All[learner];
        var meta = Small.Meta(anil);
        var adapted = anil.Adapt(meta, Support, Small.Key);
        foreach (var (name, value) in meta.At("start"))
        {
            bool moved = (double)(adapted[name] - value).Abs().Sum().SumOverTasks() > 0;
            Assert.Equal(name.StartsWith("2/", StringComparison.Ordinal) == head, moved);
        }

        Assert.All(anil.MetaGradient(meta, Small.Tasks, Small.Key).Gradient, p => Assert.NotEqual(0, (double)p.Value.Abs().Sum()));
    }

    [Fact]
    public void Meta_sgd_learns_a_rate_for_every_entry()
    {
        var learner = new MetaSgd(Small.Network, Losses.SquaredError, 0.1, 3);
        var meta = Small.Meta(learner);
        Assert.Equal(meta.At("start").Select(p => p.Value.Shape), meta.At("rule").Select(p => p.Value.Shape));
        var maml = new Maml(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3);

        // Equal rates are MAML. (Rates start as Float32 numbers, 0.1 rounded.)
        var same = meta.Replace(ParameterSet.Join(("rule", meta.At("rule").Map(r => Tensor.Full(0.1, r.Shape, r.DType)))));
        Assert.Equal(maml.MetaLoss(Small.Meta(maml), Small.Tasks, Small.Key).ToArray<double>(), learner.MetaLoss(same, Small.Tasks, Small.Key).ToArray<double>());
    }

    [Fact]
    public void Reptile_moves_towards_the_adapted_parameters()
    {
        var reptile = new Reptile(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 3);
        var meta = Small.Meta(reptile);
        var start = meta.At("start");
        var mean = (Descend(start, 0, 0.1, 3) + Descend(start, 1, 0.1, 3) + Descend(start, 2, 0.1, 3)).MeanOverTasks();
        var gradient = reptile.MetaGradient(meta, Small.Tasks, Small.Key).Gradient.At("start");
        Assert.InRange(Small.Distance(start - (Tensor)(1.0 / 3) * mean, gradient), 0, 1e-13);

        // Serial: one task a step, and theta + 0.5 (theta' - theta) outside.
        var (moved, _) = Optimizers.Sgd(0.5).Step(reptile.MetaGradient(meta, Small.Tasks.Take(1..2), Small.Key).Gradient, Optimizers.Sgd(0.5).Init(meta), meta);
        Assert.InRange(Small.Distance((Tensor)0.5 * (start + Descend(start, 1, 0.1, 3).MeanOverTasks()), moved.At("start")), 0, 1e-13);
    }

    [Fact]
    public void Reptile_goes_on_with_the_state_of_a_continued_rule()
    {
        var adam = Optimizers.Adam(0.02, firstDecay: 0.0);
        var (once, twice) = (Continued(3), Continued(6));
        var (meta, outer) = (Small.Meta(once), Optimizers.Sgd(1.0));
        Assert.Equal(0.0, (double)meta["rule/step"]);

        // One task and an outer rate of 1: two iterations of three steps are six steps.
        var task = Small.Tasks.Take(1..2);
        var (first, _) = outer.Step(once.MetaGradient(meta, task, Small.Key).Gradient, outer.Init(meta), meta);
        Assert.Equal(3.0, (double)first["rule/step"]);
        var (second, _) = outer.Step(once.MetaGradient(first, task, Small.Key).Gradient, outer.Init(meta), first);
        Assert.InRange(Small.Distance(twice.Adapt(meta, task.Support, Small.Key).MeanOverTasks(), second.At("start")), 0, 1e-13);

        // A rule that is not continued forgets.
        var forgets = new Reptile(Small.Network, Losses.SquaredError, adam, 3);
        Assert.True(Small.Distance(forgets.Adapt(first.Where(n => n.StartsWith("start/", StringComparison.Ordinal)), task.Support, Small.Key).MeanOverTasks(), second.At("start")) > 1e-3);

        Reptile Continued(int steps) => new(Small.Network, Losses.SquaredError, InnerRule.Continued(adam), steps);
    }

    [Fact]
    public void Reptile_sees_other_rows_at_each_step_if_asked_to()
    {
        var all = new Reptile(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 1);
        var some = new Reptile(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.1), 1) { BatchRows = 2 };
        var meta = Small.Meta(all);
        Assert.NotEqual(all.Adapt(meta, Support, Small.Key)["0/weight"].ToArray<double>(), some.Adapt(meta, Support, Small.Key)["0/weight"].ToArray<double>());
        Assert.NotEqual(some.Adapt(meta, Support, new Key(1))["0/weight"].ToArray<double>(), some.Adapt(meta, Support, new Key(2))["0/weight"].ToArray<double>());
    }

    [Fact]
    public void Maml_plus_plus_weighs_the_losses_after_every_step()
    {
        var learner = (MamlPlusPlus)Small.All["maml++"];
        var meta = Small.Meta(learner);
        var passed = learner.Trajectory(meta, Support, Small.Key, [1, 2, 3]);
        var expected = new[] { 0.2, 0.3, 0.5 }.Zip(passed, (w, p) => w * learner.QueryLoss(p, Small.Tasks.Query, Losses.SquaredError)).Aggregate((a, b) => a + b);
        Assert.Equal(expected.ToArray<double>(), learner.MetaLoss(meta, Small.Tasks, Small.Key).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Maml_plus_plus_anneals_weights_to_the_last_step_and_derivatives_to_second_order()
    {
        var learner = new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 4) { AnnealingIterations = 10, FirstOrderIterations = 3 };
        var meta = Small.Meta(learner);
        double[][] losses = [.. learner.Trajectory(meta, Support, Small.Key, [1, 2, 3, 4]).Select(p => learner.QueryLoss(p, Small.Tasks.Query, Losses.SquaredError).ToArray<double>())];
        void Expect(int iteration, params double[] weights) => Assert.Equal(
            Enumerable.Range(0, 3).Select(t => weights.Select((w, s) => w * losses[s][t]).Sum()).ToArray(),
            learner.At(iteration).MetaLoss(meta, Small.Tasks, Small.Key).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        Expect(1, 0.25, 0.25, 0.25, 0.25);
        Expect(6, 0.125, 0.125, 0.125, 0.625);
        Expect(11, 0, 0, 0, 1);
        Expect(1000, 0, 0, 0, 1);

        var first = new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 4, new FirstOrder());
        var second = new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 4);
        var annealed = new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 4) { FirstOrderIterations = 3 };
        double[] At(MetaLearner<Episode> l) => l.MetaGradient(meta, Small.Tasks, Small.Key).Gradient.Flatten().ToArray<double>();
        Assert.Equal(At(first), At(annealed.At(3)));
        Assert.Equal(At(second), At(annealed.At(4)));
        Assert.False(annealed.At(3).Exact);
        Assert.True(annealed.At(4).Exact);
    }

    [Fact]
    public void Beyond_the_trained_steps_the_last_rates_hold()
    {
        var learner = new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 2);
        var meta = Small.Meta(learner);
        var rates = meta.Replace(ParameterSet.Join(("rule", meta.At("rule").Map(_ => Tensor.Of(0.0, 0.2)))));
        var passed = learner.Trajectory(rates, Support, Small.Key, [1, 4]);
        Assert.Equal(meta.At("start").PerTask(3).Flatten().ToArray<double>(), passed[0].Flatten().ToArray<double>());
        for (int t = 0; t < 3; t++) Assert.InRange(Small.Distance(Descend(meta.At("start"), t, 0.2, 3).MeanOverTasks(), passed[1].TakeTasks(t..(t + 1)).MeanOverTasks()), 0, 1e-13);
    }

    [Fact]
    public void Pre_training_sees_all_examples_and_takes_no_steps()
    {
        var learner = (Pretrained)Small.All["pretrained"];
        var meta = Small.Meta(learner);
        var start = meta.At("start").PerTask(3);
        double[] support = learner.QueryLoss(start, Support, Losses.SquaredError).ToArray<double>(), query = learner.QueryLoss(start, Small.Tasks.Query, Losses.SquaredError).ToArray<double>();
        Assert.Equal(support.Zip(query, (s, q) => (5 * s + 7 * q) / 12), learner.MetaLoss(meta, Small.Tasks, Small.Key).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
    }
}
