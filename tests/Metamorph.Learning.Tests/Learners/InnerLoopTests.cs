namespace Metamorph.Learning.Tests.Learners;

/// <summary>All inner loops pass through the same parameters; the exact ones have the same derivative and differ in memory.</summary>
public sealed class InnerLoopTests
{
    private static readonly Optimizer[] Rules = [Optimizers.Sgd(0.1), Optimizers.Momentum(0.05), Optimizers.Adam(0.03), Optimizers.Chain(Optimizers.ClipByNorm(0.5), Optimizers.Sgd(0.1))];

    private static Maml Maml(InnerLoop loop, InnerRule rule, int steps) => new(Small.Network, Losses.SquaredError, rule, steps, loop);

    private static ParameterSet MetaGradient(FewShotLearner learner) => learner.MetaGradient(Small.Meta(learner), Small.Tasks, Small.Key).Gradient;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Exact_loops_have_one_meta_gradient_with_any_rule(int steps)
    {
        foreach (InnerRule rule in Rules.Select(r => (InnerRule)r).Append(InnerRule.RatePerEntry(0.1)).Append(InnerRule.RatePerLayerAndStep(0.1, 3)))
        {
            var expected = MetaGradient(Maml(new Unrolled(), rule, steps));

            // The same sums in another order.
            Assert.InRange(Small.Distance(expected, MetaGradient(Maml(new Checkpointed(), rule, steps))), 0, 1e-12);
            Assert.InRange(Small.Distance(expected, MetaGradient(Maml(new Mixed(), rule, steps))), 0, 1e-12);
        }
    }

    [Fact]
    public void Loops_that_are_not_implicit_pass_through_the_same_parameters()
    {
        int[] at = [0, 1, 4, 6, 9];
        var unrolled = Maml(new Unrolled(), Optimizers.Momentum(0.05), 3);
        var meta = Small.Meta(unrolled);
        var expected = unrolled.Trajectory(meta, Small.Tasks.Support, Small.Key, at);
        foreach (InnerLoop loop in new InnerLoop[] { new Checkpointed(), new Mixed(), new FirstOrder() })
        {
            var passed = Maml(loop, Optimizers.Momentum(0.05), 3).Trajectory(meta, Small.Tasks.Support, Small.Key, at);
            Assert.Equal(at.Length, passed.Count);
            foreach (var (e, p) in expected.Zip(passed)) Assert.Equal(e.Flatten().ToArray<double>(), p.Flatten().ToArray<double>());
        }
    }

    [Fact]
    public void Losses_after_every_step_are_differentiated_by_every_exact_loop()
    {
        ParameterSet Multi(InnerLoop loop) => MetaGradient(new MamlPlusPlus(Small.Network, Losses.SquaredError, 0.1, 5, loop) { StepWeights = Tensor.Of(0.1, 0.2, 0.3, 0.2, 0.2) });
        var expected = Multi(new Unrolled());
        Assert.InRange(Small.Distance(expected, Multi(new Checkpointed())), 0, 1e-12);
        Assert.InRange(Small.Distance(expected, Multi(new Mixed())), 0, 1e-12);
    }

    [Fact]
    public void Checkpointed_and_mixed_hold_one_graph_and_two_square_roots_of_states()
    {
        long Bytes(InnerLoop loop, int steps)
        {
            var maml = Maml(loop, Optimizers.Momentum(0.01), steps);
            return Gradient.WithMemory(m => maml.MetaLoss(m, Small.Tasks, Small.Key).MeanOverTasks(), Small.Meta(maml)).PeakBytes;
        }

        // Parameters and momentum of three tasks in Float64, and the step count.
        long state = 3 * 8 * 2 * Small.Network.Init(Small.Key).Size + 8;
        foreach (InnerLoop loop in new InnerLoop[] { new Checkpointed(), new Mixed() })
        {
            long one = Bytes(loop, 1), four = Bytes(loop, 4), many = Bytes(loop, 64);
            Assert.InRange(four, 1, one + 2 * 2 * state);
            Assert.InRange(many, 1, one + 2 * 8 * state);

            // Unrolling holds every step's graph.
            Assert.InRange(Bytes(new Unrolled(), 64), 8 * many, long.MaxValue);
        }

        Assert.InRange(Bytes(new Unrolled(), 64), 14 * Bytes(new Unrolled(), 4), 17 * Bytes(new Unrolled(), 4));
    }

    [Fact]
    public void The_implicit_gradient_tends_to_the_unrolled_one_as_the_loop_converges()
    {
        var linear = new Linear(1, 1);
        ParameterSet Implicitly(int steps)
        {
            var maml = new Maml(linear, Losses.SquaredError, Optimizers.Sgd(0.05), steps, new Implicit(1.0));
            return MetaGradient(maml);
        }

        // The same proximal problem unrolled: its distance to the start is part of the loss that the inner loop descends.
        ParameterSet Unrolled(int steps)
        {
            var meta = Small.Meta(new Maml(linear, Losses.SquaredError, Optimizers.Sgd(0.05), 1));
            return Gradient.Of(
                m =>
                {
                    var start = m.At("start").PerTask(3);
                    var (support, query) = (Small.Tasks.Support, Small.Tasks.Query);
                    var p = new Unrolled().Run(
                        (q, _) => support.Mean(Losses.SquaredError(linear.Apply(q, support.X), support.Y)) + 0.5 * (q - start).Dot(q - start),
                        Optimizers.Sgd(0.05),
                        start,
                        [steps])[0];
                    return query.Mean(Losses.SquaredError(linear.Apply(p, query.X), query.Y)).MeanOverTasks();
                },
                meta);
        }

        double few = Small.Distance(Unrolled(20), Implicitly(20)), many = Small.Distance(Unrolled(200), Implicitly(200)), most = Small.Distance(Unrolled(1000), Implicitly(1000));
        Assert.True(few > many && many >= most, $"{few} {many} {most}");

        // Conjugate gradients stop at a residual of 1e-10.
        Assert.InRange(most, 0, 1e-9);
    }

    [Fact]
    public void The_implicit_gradient_reaches_a_learned_strength_and_a_frozen_body()
    {
        // Against differences of the minimum itself: 3,000 steps converge to rounding.
        double Loss(double strength)
        {
            var maml = new Maml(new Linear(1, 1), Losses.SquaredError, Optimizers.Sgd(0.05), 3000, new Implicit(strength));
            return (double)maml.MetaLoss(Small.Meta(maml), Small.Tasks, Small.Key).MeanOverTasks();
        }

        double gradient = (double)Gradient.Of(
            s =>
            {
                var maml = new Maml(new Linear(1, 1), Losses.SquaredError, Optimizers.Sgd(0.05), 3000, new Implicit(s));
                return maml.MetaLoss(Small.Meta(maml), Small.Tasks, Small.Key).MeanOverTasks();
            },
            Tensor.Of(1.5));
        Assert.Equal((Loss(1.5 + 1e-4) - Loss(1.5 - 1e-4)) / 2e-4, gradient, 1e-7);

        var anil = new Anil(Small.Network, Losses.SquaredError, Optimizers.Sgd(0.05), 3000, Small.Network.Head, new Implicit(1.0));
        var (meta, direction) = (Small.Meta(anil), anil.Init(new Key(8)).Cast(DType.Float64));
        double At(double h) => (double)anil.MetaLoss(meta + (Tensor)h * direction, Small.Tasks, Small.Key).MeanOverTasks();
        double along = (double)MetaGradient(anil).Dot(direction);

        // Central difference of size 1e-4: an error of 1e-8 times a third derivative.
        Assert.Equal((At(1e-4) - At(-1e-4)) / 2e-4, along, 1e-5 * Math.Max(1, Math.Abs(along)));
    }

    [Fact]
    public void Numbers_of_steps_that_do_not_ascend_are_refused()
    {
        var maml = Maml(new Unrolled(), Optimizers.Sgd(0.1), 1);
        var error = Assert.Throws<ArgumentException>(() => maml.Trajectory(Small.Meta(maml), Small.Tasks.Support, Small.Key, [1, 5, 5]));
        Assert.Contains("[1, 5, 5]", error.Message, StringComparison.Ordinal);
    }
}
