namespace Metamorph.Learning.Tests.Learners;

/// <summary>The head in closed form against its normal equations, alone and inside ANIL.</summary>
public sealed class RidgeHeadTests
{
    private static RidgeHead Learner(int steps = 0) => new(Small.Body, 5, 1, Losses.SquaredError, 0.5, Optimizers.Sgd(0.02), steps);

    /// <summary>Meta-parameters whose head and penalties have been learned to be something.</summary>
    private static ParameterSet Meta(RidgeHead learner) => Small.Meta(learner).Replace(new(
        ("start/1/weight", Small.Key.Fold(1).Normal([5, 1], dtype: DType.Float64)),
        ("start/1/bias", Tensor.Of([0.7], [1])),
        ("ridge/weight", Tensor.Of(Math.Log(0.3))),
        ("ridge/bias", Tensor.Of(Math.Log(2.0)))));

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void The_gradient_of_what_it_minimises_is_zero_with_few_rows_and_with_many(int rows)
    {
        var (learner, support) = (Learner(), new Sinusoids(rows, 1).Draw(new Key(7), 3).Support.Cast(DType.Float64));
        support = support with { Weight = Small.Key.Fold(2).Uniform(0, 2, [rows], 3, DType.Float64) };
        var meta = Meta(learner);
        var (start, adapted) = (meta.At("start"), learner.Adapt(meta, support, Small.Key));
        var gradient = Gradient.Of(
            head => (support.Weight * (learner.Module.Apply(start.Replace(ParameterSet.Join(("1", head))), support.X) - support.Y).Flatten().Power(2)).Sum()
                + 0.3 * (head["weight"] - start["1/weight"]).Power(2).Sum() + 2.0 * (head["bias"] - start["1/bias"]).Power(2).Sum(),
            adapted.At("1"));

        // Sums of some ten terms below 100.
        Nearly.Equal(new double[18], gradient.Flatten(), 1e-12);
        foreach (var (name, value) in start.At("0")) Assert.Equal(value.PerTask(3).ToArray<double>(), adapted[$"0/{name}"].ToArray<double>());
    }

    [Fact]
    public void It_begins_as_in_the_paper_with_a_head_of_zeros_and_the_penalty_given()
    {
        var meta = Learner().Init(Small.Key);
        Assert.All(meta.At("start/1"), p => Assert.All(p.Value.ToDoubles(), v => Assert.Equal(0, v)));
        Assert.All(meta.At("ridge"), p => Assert.Equal(Math.Log(0.5), (double)p.Value, 1e-7));
    }

    [Fact]
    public void A_huge_penalty_leaves_the_learned_head_and_a_tiny_one_meets_every_row()
    {
        var (learner, support) = (Learner(), Small.Tasks.Support);
        ParameterSet With(double penalty) => Meta(learner).Replace(ParameterSet.Join(("ridge", new(("weight", Tensor.Of(Math.Log(penalty))), ("bias", Tensor.Of(Math.Log(penalty)))))));
        Nearly.Equal(Meta(learner).At("start/1").PerTask(3), learner.Adapt(With(1e12), support, Small.Key).At("1"), 1e-10);

        // Five rows and six numbers: an exact fit exists, but smooth features of five points are nearly dependent.
        var adapted = learner.Adapt(With(1e-12), support, Small.Key);
        Nearly.Equal(support.Y, learner.Predict(adapted, support.X), 1e-2);
    }

    [Fact]
    public void Inside_anil_the_solution_is_what_the_inner_steps_begin_with()
    {
        var (alone, inside, support) = (Learner(), Learner(steps: 2), Small.Tasks.Support);
        var meta = Meta(alone);
        var solution = alone.Adapt(meta, support, Small.Key);
        Assert.All(alone.Trajectory(meta, support, Small.Key, [0, 5]), p => Nearly.Equal(solution, p, 0));
        var passed = inside.Trajectory(meta, support, Small.Key, [0, 1]);
        Nearly.Equal(solution, passed[0], 0);
        var gradient = Gradient.Of(head => alone.QueryLoss(solution.Replace(ParameterSet.Join(("1", head))), support, Losses.SquaredError), solution.At("1"));
        Nearly.Equal(solution.At("1") - (Tensor)0.02 * gradient, passed[1].At("1"), 1e-14);
    }

    [Fact]
    public void Body_head_and_penalties_are_all_learned()
    {
        foreach (int steps in new[] { 0, 2 })
            Assert.All(Learner(steps).MetaGradient(Meta(Learner()), Small.Tasks, Small.Key).Gradient, p => Assert.NotEqual(0, (double)p.Value.Abs().Sum()));
    }
}
