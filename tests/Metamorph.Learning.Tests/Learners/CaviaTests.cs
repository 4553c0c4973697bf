namespace Metamorph.Learning.Tests.Learners;

/// <summary>What CAVIA is by its paper.</summary>
public sealed class CaviaTests
{
    private static readonly Mlp Network = new(3, 6, 5, 1) { Activation = Activation.Tanh };

    [Fact]
    public void Only_the_vector_beside_x_adapts_from_zeros_and_it_is_not_learned()
    {
        var learner = new Cavia(Network, 2, Losses.SquaredError, Optimizers.Sgd(0.5), 1);
        var meta = Small.Meta(learner);
        Assert.Equal(Network.Init(Small.Key).Names.Select(n => $"start/module/{n}"), meta.Names);

        var passed = learner.Trajectory(meta, Small.Tasks.Support, Small.Key, [0, 1]);
        Assert.Equal(new double[6], passed[0]["vector"].ToArray<double>());
        foreach (var (name, value) in meta.At("start")) Assert.Equal(value.PerTask(3).ToArray<double>(), passed[1][name].ToArray<double>());

        // Equation 3: phi_1 = -alpha d loss / d phi at 0.
        var support = Small.Tasks.Support;
        var gradient = Gradient.Of(
            phi => support.Mean(Losses.SquaredError(Network.Apply(meta.At("start/module"), Tensor.Concatenate([support.X, phi.BroadcastTo([5, 2])], 1)), support.Y)),
            Tensor.Zeros([2], DType.Float64, 3));
        Nearly.Equal((-0.5 * gradient).ToArray<double>(), passed[1]["vector"], 1e-14);
    }

    [Fact]
    public void Without_a_vector_it_is_the_module_and_nothing_adapts()
    {
        var learner = new Cavia(Small.Network, 0, Losses.SquaredError, Optimizers.Sgd(1.0), 3);
        var meta = Small.Meta(learner);
        var adapted = learner.Adapt(meta, Small.Tasks.Support, Small.Key);
        Assert.Equal(Small.Network.Apply(meta.At("start/module"), Small.Tasks.Query.X).ToArray<double>(), learner.Predict(adapted, Small.Tasks.Query.X).ToArray<double>());
    }

    [Fact]
    public void Rates_of_the_vector_can_be_learned()
    {
        var learner = new Cavia(Network, 2, Losses.SquaredError, InnerRule.RatePerEntry(0.5), 1);
        Assert.Equal("rule/vector [2]", Small.Meta(learner).Where(n => n.StartsWith("rule", StringComparison.Ordinal)).ToString());
    }

    [Fact]
    public void A_module_without_room_for_the_vector_is_refused_with_its_sizes()
    {
        var learner = new Cavia(Small.Network, 2, Losses.SquaredError, Optimizers.Sgd(0.5), 1);
        var error = Assert.Throws<ShapeException>(() => learner.Adapt(Small.Meta(learner), Small.Tasks.Support, Small.Key));
        Assert.Contains("inner sizes 3 and 1 differ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_of_less_than_no_numbers_and_an_x_without_rows_are_refused()
    {
        Assert.Contains("a vector of -1 numbers beside x. Expected at least 0", Assert.Throws<ArgumentException>(() => new Conditioned(Network, -1).Init(Small.Key)).Message, StringComparison.Ordinal);
        var module = new Conditioned(Network, 2);
        Assert.Contains("x is []. Expected [..., n, features]", Assert.Throws<ShapeException>(() => module.Apply(module.Init(Small.Key), Tensor.Of(1f))).Message, StringComparison.Ordinal);
    }
}
