namespace Metamorph.Learning.Tests;

public sealed class BatchNormTests
{
    private static readonly BatchNorm Norm = new(3);
    private static readonly ParameterSet Parameters = new(("scale", Tensor.Of(1.0, 2, 3)), ("shift", Tensor.Of(0.0, 10, 20)));
    private static readonly Tensor X = new Key(5).Uniform(-3, 7, [4, 3, 5, 2], 2, DType.Float64);

    [Fact]
    public void Channels_have_the_mean_and_deviation_that_are_learned()
    {
        var y = (Norm with { Epsilon = 0 }).Apply(Parameters, X);
        Nearly.Equal([0.0, 10, 20, 0, 10, 20], y.Mean([0, 2, 3]), 1e-13);
        Nearly.Equal([1.0, 4, 9, 1, 4, 9], y.Variance([0, 2, 3]), 1e-13);

        // Vectors have no axes of space.
        Nearly.Equal([1.0, 4, 9], (Norm with { Epsilon = 0 }).Apply(Parameters, new Key(6).Normal([8, 3], dtype: DType.Float64)).Variance(0), 1e-13);
    }

    [Fact]
    public void Rows_of_weight_0_have_no_part()
    {
        var garbage = new Key(77).Uniform(-1000, 1000, [3, 3, 5, 2], 2, DType.Float64);
        var weight = Tensor.Of([1.0, 1, 1, 1, 0, 0, 0], [7]).PerTask(2);
        var y = Norm.Apply(Parameters, Tensor.Concatenate([X, garbage]), new() { Weight = weight });
        Nearly.Equal(Norm.Apply(Parameters, X), y.Slice(0, 0, 4), 1e-13);
    }

    [Fact]
    public void With_running_statistics_an_example_does_not_depend_on_those_beside_it()
    {
        var measured = Statistics.Measure(Norm, Parameters, [new(X, X)], new Key(1));
        var running = new Context { Statistics = Statistics.Running(measured) };
        var together = Norm.Apply(Parameters, X, running);
        Nearly.Equal(together.Slice(0, 1, 1), Norm.Apply(Parameters, X.Slice(0, 1, 1), running), 1e-15);
        Assert.Equal("running statistics", running.Statistics.ToString());
        Assert.Equal("batch statistics", new Context().Statistics.ToString());
    }

    [Fact]
    public void Measured_statistics_are_those_of_all_examples_together()
    {
        var module = new Sequential(new Linear(2, 3), new BatchNorm(3), Activation.Relu, new Linear(3, 2), new BatchNorm(2));
        var parameters = module.Init(new Key(1)).Cast(DType.Float64);
        Batch[] batches = [.. Enumerable.Range(0, 5).Select(i => new Key((ulong)i).Normal([6, 2], 3, DType.Float64)).Select(x => new Batch(x, x))];
        var measured = Statistics.Measure(module, parameters, batches, new Key(1));
        Assert.Equal("1/mean [3], 1/variance [3], 4/mean [2], 4/variance [2]", measured.ToString());
        var all = Tensor.Concatenate([.. batches.Select(b => b.X.TasksToAxis().Reshape([18, 2]))]).MatMul(parameters["0/weight"]) + parameters["0/bias"];
        Nearly.Equal(all.Mean(0), measured["1/mean"], 1e-14);
        Nearly.Equal(all.Variance(0), measured["1/variance"], 1e-14);
        Assert.Contains("no batches", Assert.Throws<ArgumentException>(() => Statistics.Measure(module, parameters, [], new Key(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_inner_step_may_have_its_own_scale_shift_and_statistics()
    {
        var norm = Norm with { Steps = 2 };
        Assert.Equal("scale [2, 3], shift [2, 3]", norm.Init(new Key(1)).ToString());
        var parameters = new ParameterSet(("scale", Tensor.Of(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } })), ("shift", Tensor.Of(new[,] { { 0.0, 0, 0 }, { 7, 8, 9 } })));
        Tensor At(int? step, Statistics? statistics = null) => norm.Apply(parameters, X, new() { Step = step, Statistics = statistics ?? Statistics.Batch });
        ParameterSet Of(int step) => parameters.Map(p => p.Slice(0, step, 1).Flatten());
        Nearly.Equal(Norm.Apply(Of(0), X), At(0), 1e-15);
        Nearly.Equal(Norm.Apply(Of(1), X), At(1), 1e-15);
        Nearly.Equal(At(1), At(9), 0);
        Nearly.Equal(At(1), At(null), 0);

        var measured = Statistics.Measure(norm, [([parameters, parameters], new Batch(X, X))], new Key(1));
        Assert.Equal("mean [2, 3], variance [2, 3]", measured.ToString());
        Nearly.Equal(Norm.Apply(Of(1), X, new() { Statistics = Statistics.Running(measured.Map(m => m.Slice(0, 1, 1).Flatten())) }), At(1, Statistics.Running(measured)), 1e-15);
    }

    [Fact]
    public void One_value_for_a_channel_is_refused_with_the_mends()
    {
        var error = Assert.Throws<ShapeException>(() => Norm.Apply(Parameters, Tensor.Zeros([1, 3, 1, 1], DType.Float64, 2)));
        Assert.Contains("[2; 1, 3, 1, 1] has 1 values for each channel", error.Message, StringComparison.Ordinal);
        Assert.Contains("give more examples, or use running statistics", error.Message, StringComparison.Ordinal);
        var running = Statistics.Running(new(("mean", Tensor.Of(1.0, 2, 3)), ("variance", Tensor.Of(4.0, 4, 4))));
        var one = (Norm with { Epsilon = 0 }).Apply(Parameters, Tensor.Of([3.0, 3, 3], [1, 3, 1, 1]), new() { Statistics = running });
        Nearly.Equal([1.0, 11, 20], one, 1e-15);
        Assert.Contains("Expected 3 channels, [n, 3, ...]", Assert.Throws<ShapeException>(() => Norm.Apply(Parameters, Tensor.Zeros([3, 4]))).Message, StringComparison.Ordinal);
    }
}
