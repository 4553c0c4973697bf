namespace Metamorph.Learning.Tests.Learners;

public sealed class RelationNetworkTests
{
    [Fact]
    public void A_score_is_that_of_the_sum_of_a_class_beside_a_query_and_the_loss_its_squared_error_to_0_and_1()
    {
        // An embedding that does nothing, and the relation 0.5 a - 0.25 b + 0.1 c - 0.2 d + 0.3 of [class a b, query c d].
        var learner = new RelationNetwork(new Flatten(), new Linear(4, 1), 2);
        var meta = new ParameterSet(("relation/weight", Tensor.Of([0.5, -0.25, 0.1, -0.2], [4, 1])), ("relation/bias", Tensor.Of([0.3], [1])));
        var support = new Batch(Tensor.Of(new[,] { { 1.0, 2 }, { 3, -1 }, { 0.5, 4 } }), Tensor.Of(0, 1, 0));
        var query = new Batch(Tensor.Of(new[,] { { 2.0, 1 }, { -1, 3 } }), Tensor.Of(1, 0));
        double Score(double a, double b, double c, double d) => 1 / (1 + Math.Exp(-(0.5 * a - 0.25 * b + 0.1 * c - 0.2 * d + 0.3)));
        double[] scores = [Score(1.5, 6, 2, 1), Score(3, -1, 2, 1), Score(1.5, 6, -1, 3), Score(3, -1, -1, 3)];
        Nearly.Equal(scores, learner.Predict(learner.Adapt(meta, support, new Key(0)), query.X).Exp(), 1e-15);
        double loss = (scores[0] * scores[0] + Math.Pow(scores[1] - 1, 2) + Math.Pow(scores[2] - 1, 2) + scores[3] * scores[3]) / 2;
        Assert.Equal(loss, (double)learner.MetaLoss(meta, new(support, query), new Key(0)), 1e-14);
    }

    [Fact]
    public void Images_of_28_pixels_become_maps_of_5_and_pairs_of_them_numbers()
    {
        var (maps, relations) = (RelationModules.Maps(1, 6), RelationModules.Relations([1, 28, 28], 6));
        var embedded = maps.Apply(maps.Init(new Key(1)), new Key(2).Normal([3, 1, 28, 28]));
        Assert.Equal("[3, 6, 5, 5]", embedded.Form);
        Assert.Equal("[3, 1]", relations.Apply(relations.Init(new Key(3)), Tensor.Concatenate([embedded, embedded], 1)).Form);
        Assert.Equal(6, RelationModules.Relations([1, 22, 22], 6).Init(new Key(3))["3/weight"].Shape[0]);
        Assert.Contains("21 by 28 pixels is none after four halvings. Expected at least 22 by 22", Assert.Throws<ShapeException>(() => RelationModules.Relations([1, 21, 28])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_measured_statistics_of_both_networks_each_query_is_alone()
    {
        var learner = new RelationNetwork(new ConvBlock(1, 3), new Sequential(new ConvBlock(6, 3), new Flatten(), new Linear(12, 1)), 3);
        var labels = Tensor.Of(0, 1, 2).PerTask(2);
        var tasks = new Episode(new(new Key(1).Normal([3, 1, 8, 8], 2, DType.Float64), labels), new(new Key(2).Normal([3, 1, 8, 8], 2, DType.Float64), labels));
        var trained = Small.Meta(learner);
        var measured = learner.Measure(trained, tasks, new Key(0));
        Assert.Equal(["norm/mean", "norm/variance", "relation/0/norm/mean", "relation/0/norm/variance"], measured.Names);
        var meta = new ParameterSet([.. trained, .. ParameterSet.Join(("statistics", measured))]);
        Nearly.Equal(measured, learner.Measure(meta, tasks, new Key(0)), 0);
        var adapted = learner.Adapt(meta, tasks.Support, new Key(0));
        var together = learner.Predict(adapted, tasks.Query.X);
        Nearly.Equal(together.Slice(0, 1, 1), learner.Predict(adapted, tasks.Query.X.Slice(0, 1, 1)), 1e-13);

        // Without them the others of the batch have their part.
        adapted = learner.Adapt(trained, tasks.Support, new Key(0));
        Assert.NotEqual(learner.Predict(adapted, tasks.Query.X).Slice(0, 1, 1).ToDoubles(), learner.Predict(adapted, tasks.Query.X.Slice(0, 1, 1)).ToDoubles());
    }
}
