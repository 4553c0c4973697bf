namespace Metamorph.Learning.Tests.Learners;

public sealed class ProtoMamlTests
{
    private static ProtoMaml Learner(int steps) => new(Small.Vectors, 5, Losses.CrossEntropy, 3, Optimizers.Sgd(0.1), steps);

    private static readonly ParameterSet Meta = Small.Meta(Learner(1));

    [Fact]
    public void Without_steps_it_is_a_prototypical_network()
    {
        Assert.All(Meta.Names, n => Assert.StartsWith("start/0/", n, StringComparison.Ordinal));
        var prototypical = new PrototypicalNetwork(Small.Vectors, Losses.CrossEntropy, 3);
        var same = ParameterSet.Join(("embedding", Meta.At("start/0")));
        Nearly.Equal(prototypical.MetaLoss(same, Small.Labelled, Small.Key), Learner(0).MetaLoss(Meta, Small.Labelled, Small.Key), 1e-13);
        Nearly.Equal(
            prototypical.MetaGradient(same, Small.Labelled, Small.Key).Gradient.At("embedding"), Learner(0).MetaGradient(Meta, Small.Labelled, Small.Key).Gradient.At("start/0"), 1e-12);
    }

    [Fact]
    public void A_step_descends_the_support_loss_from_weights_of_twice_the_prototypes_and_biases_of_minus_their_squares()
    {
        var support = Small.Labelled.Support;
        var h = Small.Vectors.Apply(Meta.At("start/0"), support.X);
        var means = Tensor.Stack([.. Enumerable.Range(0, 3).Select(c => 0.5 * (h.Slice(0, c, 1) + h.Slice(0, c + 3, 1)).Flatten())]);
        var passed = Learner(1).Trajectory(Meta, support, Small.Key, [0, 1]);
        Nearly.Equal(2.0 * means.Transpose(), passed[0]["1/weight"], 1e-14);
        Nearly.Equal(-means.Power(2).Sum(-1), passed[0]["1/bias"], 1e-14);
        var gradient = Gradient.Of(p => Learner(1).QueryLoss(p, support, Losses.CrossEntropy), passed[0]);
        Nearly.Equal(passed[0] - (Tensor)0.1 * gradient, passed[1], 1e-14);
        Assert.All(gradient, p => Assert.NotEqual(0, (double)p.Value.Abs().Sum().SumOverTasks()));
    }
}
