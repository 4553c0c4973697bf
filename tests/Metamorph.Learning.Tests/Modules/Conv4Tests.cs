namespace Metamorph.Learning.Tests;

public sealed class Conv4Tests
{
    [Theory]
    [InlineData(Downsample.MaxPool, false, 64)]
    [InlineData(Downsample.Stride, false, 256)]
    [InlineData(Downsample.Stride, true, 64)]
    public void Its_head_sees_what_four_halvings_leave(Downsample downsample, bool mean, int features)
    {
        var net = new Conv4([1, 28, 28], 5) { Downsample = downsample, MeanOverSpace = mean };
        var parameters = net.Init(new Key(1));
        Assert.Equal($"[{features}, 5]", parameters["head/weight"].Form);
        Assert.Equal("[64, 64, 3, 3]", parameters["3/conv/weight"].Form);
        Assert.Equal(18, parameters.Count);
        Assert.Equal("[2; 3, 5]", net.Apply(parameters, new Key(2).Normal([3, 1, 28, 28], 2)).Form);
        Assert.Equal($"[3, {features}]", (net with { Outputs = null }).Apply(parameters, new Key(2).Normal([3, 1, 28, 28])).Form);
    }

    [Fact]
    public void Its_meta_gradient_is_the_difference_of_meta_losses()
    {
        foreach (var downsample in new[] { Downsample.Stride, Downsample.MaxPool })
        {
            var net = new Conv4([1, 5, 4], 2) { Filters = 2, Blocks = 2, Downsample = downsample };
            var x = new Key(3).Normal([4, 1, 5, 4], 2, DType.Float64);
            var labels = Tensor.Of([0, 1, 0, 1], [4]).PerTask(2);
            var learner = new Maml(net, Losses.CrossEntropy, Optimizers.Sgd(0.1), 1);
            var tasks = new Episode(new(x, labels), new(new Key(4).Normal([4, 1, 5, 4], 2, DType.Float64), labels));
            var meta = learner.Init(new Key(6)).Cast(DType.Float64);

            // Some of the 1e-12 of rounding come back divided by the step, and small batches make norms that bend much.
            GradientCheck.Passes(m => learner.MetaLoss(m, tasks, new Key(0)).MeanOverTasks(), meta, 1e-4, $"{downsample}");
        }
    }

    [Fact]
    public void Running_statistics_find_their_layers()
    {
        var net = new Conv4([1, 8, 8], 3) { Filters = 4, Blocks = 2 };
        var parameters = net.Init(new Key(1));
        var x = new Key(2).Normal([16, 1, 8, 8]);
        var measured = Statistics.Measure(net, parameters, [new(x, x)], new Key(3));
        Assert.Equal(["0/norm/mean", "0/norm/variance", "1/norm/mean", "1/norm/variance"], measured.Names);
        var alone = net.Apply(parameters, x.Slice(0, 3, 1), new() { Statistics = Statistics.Running(measured) });

        // Measured on the very batch: as with the batch's own statistics.
        Nearly.Equal(net.Apply(parameters, x).Slice(0, 3, 1), alone, 1e-4);
    }

    [Fact]
    public void A_head_of_zeros_favours_no_class_and_adapts_to_any_order_of_them_alike()
    {
        var net = new Conv4([1, 8, 8], 3) { Filters = 4, Blocks = 2, HeadWeight = Initializers.Zeros };
        var learner = new Maml(net, Losses.CrossEntropy, Optimizers.Sgd(0.1), 2);
        var meta = learner.Init(new Key(1)).Cast(DType.Float64);
        var (support, query) = (new Key(2).Normal([3, 1, 8, 8], 1, DType.Float64), new Key(3).Normal([4, 1, 8, 8], 1, DType.Float64));
        Assert.All(net.Apply(meta.At("start"), query).ToDoubles(), y => Assert.Equal(0, y));
        var (one, other) = (Adapted([0, 1, 2]), Adapted([2, 0, 1]));

        // The same sums in another order of classes: equal but for rounding.
        foreach (var (from, to) in new[] { (0, 2), (1, 0), (2, 1) }) Nearly.Equal(one.Slice(-1, from, 1), other.Slice(-1, to, 1), 1e-12);

        Tensor Adapted(int[] labels) => learner.Predict(learner.Adapt(meta, new(support, Tensor.Of(labels, [3]).PerTask(1)), new Key(4)), query);
    }

    [Fact]
    public void Layers_are_seen_by_their_names()
    {
        var seen = new List<string>();
        var net = new Conv4([1, 8, 8], 3) { Filters = 4, Blocks = 2, Norm = channels => new GroupNorm(2, channels) };
        net.Apply(net.Init(new Key(1)), new Key(2).Normal([2, 1, 8, 8]), new() { Observe = (name, y) => seen.Add($"{name} {y.Form}") });
        Assert.Equal(["0 [2, 4, 4, 4]", "1 [2, 4, 2, 2]"], seen);
        Assert.Contains("an image is [28, 28]. Expected [channels, height, width].", Assert.Throws<ShapeException>(() => new Conv4([28, 28], 5).Init(new Key(1))).Message, StringComparison.Ordinal);
    }
}
