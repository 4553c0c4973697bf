namespace Metamorph.Learning.Tests.Learners;

public sealed class PrototypicalNetworkTests
{
    private static readonly Tensor Labels = Tensor.Of([0, 1, 2, 2], [4]).PerTask(2);
    private static readonly Episode Tasks = new(new(new Key(1).Normal([4, 2], 2, DType.Float64), Labels), new(new Key(2).Normal([4, 2], 2, DType.Float64), Labels));
    private static readonly PrototypicalNetwork Learner = new(new Mlp(2, 6, 3) { Activation = Activation.Tanh }, Losses.CrossEntropy, 3);
    private static readonly ParameterSet Meta = Learner.Init(new Key(3)).Cast(DType.Float64);

    [Fact]
    public void A_prototype_is_the_mean_of_its_class_and_logits_are_minus_squared_distances()
    {
        // An embedding that does nothing.
        var learner = new PrototypicalNetwork(new Sequential(new Flatten()), Losses.CrossEntropy, 2);
        var adapted = learner.Adapt(ParameterSet.Empty, new(Tensor.Of(new[,] { { 0.0, 0 }, { 2, 4 }, { 9, 9 } }), Tensor.Of(0, 0, 1)), new Key(0));
        Assert.Equal(new[,] { { 1.0, 2 }, { 9, 9 } }, adapted["prototypes"].ToArray2D<double>());
        Assert.Equal(new[,] { { -5.0, -162 } }, learner.Predict(adapted, Tensor.Of(new[,] { { 0.0, 0 } })).ToArray2D<double>());
    }

    [Fact]
    public void The_meta_gradient_is_the_difference_of_meta_losses() =>
        GradientCheck.Passes(m => Learner.MetaLoss(m, Tasks, new Key(0)).MeanOverTasks(), Meta, 1e-7, "prototypical network");

    [Fact]
    public void Without_a_norm_the_meta_loss_is_the_loss_of_the_adapted_model()
    {
        var adapted = Learner.Adapt(Meta, Tasks.Support, new Key(0));
        Nearly.Equal(Learner.MetaLoss(Meta, Tasks, new Key(0)), Learner.QueryLoss(adapted, Tasks.Query, Losses.CrossEntropy), 1e-14);
    }

    [Fact]
    public void Padding_and_classes_that_a_task_does_not_have_change_nothing()
    {
        var learner = new PrototypicalNetwork(new Sequential(new Linear(2, 4), new BatchNorm(4), Activation.Tanh), Losses.CrossEntropy, 3);
        var wider = new PrototypicalNetwork(new Sequential(new Linear(2, 4), new BatchNorm(4), Activation.Tanh), Losses.CrossEntropy, 5);
        var meta = learner.Init(new Key(3)).Cast(DType.Float64);
        var padded = new Episode(Padded(Tasks.Support, 3), Padded(Tasks.Query, 2));
        Nearly.Equal(learner.MetaLoss(meta, Tasks, new Key(0)), wider.MetaLoss(meta, padded, new Key(0)), 1e-13);
        Nearly.Equal(learner.MetaGradient(meta, Tasks, new Key(0)).Gradient, wider.MetaGradient(meta, padded, new Key(0)).Gradient, 1e-12);

        static Batch Padded(Batch batch, int rows) => new(
            Tensor.Concatenate([batch.X, new Key(77).Uniform(-1000, 1000, [rows, 2], 2, DType.Float64)]),
            Tensor.Concatenate([batch.Y, Tensor.Zeros([rows], DType.Int32, 2)]),
            Tensor.Concatenate([Tensor.Ones([4], DType.Float64, 2), Tensor.Zeros([rows], DType.Float64, 2)]),
            Tensor.Of([1.0, 1, 1, 0, 0], [5]).PerTask(2));
    }

    [Fact]
    public void With_measured_statistics_a_prediction_is_that_of_each_example_alone()
    {
        var learner = new PrototypicalNetwork(new Sequential(new Linear(2, 4), new BatchNorm(4), Activation.Tanh), Losses.CrossEntropy, 3);
        var trained = learner.Init(new Key(3)).Cast(DType.Float64);
        var measured = learner.Measure(trained, Tasks, new Key(0));
        var meta = new ParameterSet([.. trained, .. ParameterSet.Join(("statistics", measured))]);

        // By hand: (h - mean) / sqrt(variance + 1e-5), the mean and variance of the eight rows of both tasks.
        var linear = new Linear(2, 4);
        var h = linear.Apply(trained.At("embedding/0"), Tasks.Support.Join(Tasks.Query).X);
        var mean = h.Mean(0).MeanOverTasks();
        var deviation = ((h - mean).Power(2).Mean(0).MeanOverTasks() + 1e-5).Sqrt();
        Tensor Embedded(Tensor x) => ((linear.Apply(trained.At("embedding/0"), x) - mean) / deviation).Tanh();

        var adapted = learner.Adapt(meta, Tasks.Support, new Key(0));
        var prototypes = Tensor.Stack([Embedded(Tasks.Support.X).Slice(0, 0, 1).Flatten(), Embedded(Tasks.Support.X).Slice(0, 1, 1).Flatten(), Embedded(Tasks.Support.X).Slice(0, 2, 2).Mean(0)]);
        Nearly.Equal(prototypes, adapted["prototypes"], 1e-12);
        Nearly.Equal(-(Embedded(Tasks.Query.X).Expand(1) - prototypes).Power(2).Sum(-1), learner.Predict(adapted, Tasks.Query.X), 1e-12);
        Nearly.Equal(learner.Predict(adapted, Tasks.Query.X).Slice(0, 2, 1), learner.Predict(adapted, Tasks.Query.X.Slice(0, 2, 1)), 1e-14);
        Nearly.Equal(learner.MetaLoss(meta, Tasks, new Key(0)), learner.QueryLoss(adapted, Tasks.Query, Losses.CrossEntropy), 1e-13);
    }

    [Fact]
    public void A_label_beyond_the_ways_is_refused() => Assert.Contains(
        "Take: index 2 at [2] of task 0 of [2; 4]", Assert.Throws<IndexException>(() => new PrototypicalNetwork(new Flatten(), Losses.CrossEntropy, 2).Adapt(ParameterSet.Empty, Tasks.Support, new Key(0))).Message, StringComparison.Ordinal);
}
