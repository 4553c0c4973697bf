namespace Metamorph.Learning.Tests.Learners;

/// <summary>Classifiers of raw rows, and the same above an embedding that stays.</summary>
public sealed class FrozenFeaturesTests
{
    private static readonly Batch Support = new(Tensor.Of(new[,] { { 0.0, 0 }, { 4, 2 }, { 1, 5 }, { 9, 9 } }), Tensor.Of(0, 1, 0, 2), Tensor.Of(1.0, 1, 3, 0));

    [Fact]
    public void The_nearest_row_or_the_nearest_mean_row_that_counts_says_the_class()
    {
        var (x, none) = (Tensor.Of(new[,] { { 1.0, 1 } }), ParameterSet.Empty);
        var (neighbour, centroid) = (new NearestNeighbour(3), new NearestCentroid(3));
        Nearly.Equal([-2, -10, -1e30], neighbour.Predict(neighbour.Adapt(none, Support, Small.Key), x), 1e-14);

        // The mean of (0, 0) once and (1, 5) three times is (0.75, 3.75).
        Nearly.Equal([-(0.0625 + 7.5625), -10, -2], centroid.Predict(centroid.Adapt(none, Support, Small.Key), x), 1e-14);
        var images = Support with { X = Support.X.Reshape([4, 1, 1, 2]) };
        Nearly.Equal([-2, -10, -1e30], neighbour.Predict(neighbour.Adapt(none, images, Small.Key), x.Reshape([1, 1, 1, 2])), 1e-14);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(10)]
    public void Logistic_regression_ends_where_the_gradient_of_what_it_minimises_is_zero(double penalty)
    {
        var learner = new LogisticRegression(4);
        var support = Small.Labelled.Query with
        {
            Weight = Small.Key.Uniform(0, 2, [9], 3, DType.Float64), Classes = Tensor.Of([1.0, 1, 1, 0], [4]).PerTask(3),
        };
        var adapted = learner.Adapt(new(("penalty", Tensor.Of(penalty))), support, Small.Key);
        var gradient = Gradient.Of(
            p => (support.Weight! * support.Masked(learner.Predict(p, support.X)).CrossEntropy(support.Y)).Sum() + 0.5 * penalty * p["weight"].Power(2).Sum(), adapted);

        // A hundred steps: what is left of a gradient that began at some 10, 1e-4 with the smaller penalty.
        Nearly.Equal(new double[3 * 4 * 5], gradient.Flatten(), 5e-4);
        Assert.All(adapted["weight"].Slice(-1, 3, 1).ToDoubles(), w => Assert.Equal(0, w));
    }

    [Fact]
    public void A_penalty_is_chosen_on_validation_tasks()
    {
        var learner = new LogisticRegression(3, penalties: [1e-2, 1, 1e6]);
        var fitted = learner.Fit(Small.Labelled.Support, Small.Labelled, Small.Key);
        double Loss(double penalty) => (double)learner.MetaLoss(new(("penalty", Tensor.Of(penalty))), Small.Labelled, Small.Key).MeanOverTasks();
        Assert.Equal(new[] { 1e-2, 1, 1e6 }.MinBy(Loss), (double)fitted["penalty"]);

        // An embedding that does nothing changes nothing but the length.
        var frozen = new FrozenFeatures(new Flatten(), 4, 3, learner) { UnitLength = false };
        Assert.Equal((double)fitted["penalty"], (double)frozen.Tune(Small.Meta(frozen), Small.Labelled, Small.Key)["readout/penalty"]);
    }

    [Fact]
    public void An_embedding_is_trained_on_classes_that_all_tasks_share_and_read_by_another_classifier()
    {
        var learner = new FrozenFeatures(Small.Vectors, 5, 7, new NearestCentroid(3));
        var meta = Small.Meta(learner);
        var (support, query) = (Small.Labelled.Support, Small.Labelled.Query);

        // Labels of training classes up to 6.
        var shared = new Episode(support with { Y = support.Y + 4 }, query with { Y = query.Y + 2 });
        Tensor Logits(Batch batch) => Small.Vectors.Apply(meta.At("embedding"), batch.X).MatMul(meta["head/weight"]) + meta["head/bias"];
        var expected = (Logits(support).CrossEntropy(support.Y + 4).Sum() + Logits(query).CrossEntropy(query.Y + 2).Sum()) / 15.0;
        Nearly.Equal(expected, learner.MetaLoss(meta, shared, Small.Key), 1e-14);

        Tensor Unit(Tensor x) => Small.Vectors.Apply(meta.At("embedding"), x) is var h ? h / h.Power(2).Sum(-1, keep: true).Sqrt() : null!;
        var centroid = new NearestCentroid(3);
        var adapted = learner.Adapt(meta, support, Small.Key);
        Assert.DoesNotContain(adapted.Names, n => n.StartsWith("head/", StringComparison.Ordinal));
        Nearly.Equal(
            centroid.Predict(centroid.Adapt(ParameterSet.Empty, support with { X = Unit(support.X) }, Small.Key), Unit(query.X)), learner.Predict(adapted, query.X), 1e-11);
    }

    [Fact]
    public void Measured_statistics_of_its_embedding_go_with_what_is_adapted()
    {
        var learner = new FrozenFeatures(new Sequential(new Linear(4, 5), new BatchNorm(5)), 5, 3, new NearestNeighbour(3));
        var trained = Small.Meta(learner);
        var meta = new ParameterSet([.. trained, .. ParameterSet.Join(("statistics", learner.Measure(trained, Small.Labelled, Small.Key)))]);
        var (adapted, x) = (learner.Adapt(meta, Small.Labelled.Support, Small.Key), Small.Labelled.Query.X);
        Nearly.Equal(learner.Predict(adapted, x).Slice(0, 3, 1), learner.Predict(adapted, x.Slice(0, 3, 1)), 1e-13);
    }
}
