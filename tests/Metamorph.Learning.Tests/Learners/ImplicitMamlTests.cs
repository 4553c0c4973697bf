namespace Metamorph.Learning.Tests.Learners;

/// <summary>The implicit gradient against the derivative of the loop itself.</summary>
public sealed class ImplicitMamlTests
{
    private const double Strength = 10;
    private static readonly Optimizer Rule = Optimizers.Sgd(0.005);

    /// <summary>The meta-gradient of the same proximal problem with every inner step in the graph.</summary>
    private static ParameterSet Unrolled(ParameterSet meta, int steps) => Gradient.Of(
        m =>
        {
            var start = m.At("start").PerTask(3);
            var (support, query) = (Small.Tasks.Support, Small.Tasks.Query);
            var p = new Checkpointed().Run(
                (q, _) => support.Mean(Losses.SquaredError(Small.Network.Apply(q, support.X), support.Y)) + 0.5 * Strength * (q - start).Dot(q - start), Rule, start, [steps])[0];
            return query.Mean(Losses.SquaredError(Small.Network.Apply(p, query.X), query.Y)).MeanOverTasks();
        },
        meta);

    private static double Difference(int steps)
    {
        var learner = new ImplicitMaml(Small.Network, Losses.SquaredError, Rule, steps, new(Strength) { Iterations = 200 });
        var meta = Small.Meta(learner);
        return Small.Distance(Unrolled(meta, steps), learner.MetaGradient(meta, Small.Tasks, Small.Key).Gradient);
    }

    [Fact]
    public void The_difference_to_the_unrolled_gradient_falls_towards_rounding()
    {
        double few = Difference(20), many = Difference(200), most = Difference(1000);
        Assert.True(few > 10 * many && many > 1e6 * most, $"{few} {many} {most}");

        // Conjugate gradients stop at a residual of 1e-10.
        Assert.InRange(most, 0, 1e-9);
    }

    [Fact]
    public void At_a_minimum_the_gradient_is_that_of_lemma_1()
    {
        // A line through the origin with one weight: the support loss has curvature h = 2 mean x^2, the minimum is m = (h w* + s w) / (h + s)
        // with w* that of least squares, and d query / d w = (1 + h / s)^-1 d query / d m.
        var line = new Linear(1, 1) { Bias = false };
        var (support, query) = (new Batch(Tensor.Of([1.0, 2], [2, 1]), Tensor.Of([3.0, 1], [2, 1])), new Batch(Tensor.Of([1.0], [1, 1]), Tensor.Of([4.0], [1, 1])));
        double h = 2 * (1 + 4) / 2.0, best = (3 + 2) / 5.0, w = 0.3, m = (h * best + Strength * w) / (h + Strength);
        var learner = new ImplicitMaml(line, Losses.SquaredError, Optimizers.Sgd(0.1), 500, new(Strength));
        var meta = new ParameterSet(("start/weight", Tensor.Of([w], [1, 1])));
        Assert.Equal(m, (double)learner.Adapt(meta, support, Small.Key)["weight"], 1e-12);
        Assert.Equal(2 * (m - 4) / (1 + h / Strength), (double)learner.MetaGradient(meta, new(support, query), Small.Key).Gradient["start/weight"], 1e-9);
    }
}
