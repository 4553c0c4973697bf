namespace Metamorph.Learning.Tests;

public sealed class ResNet12Tests
{
    private static readonly ResNet12 Small = new(2) { Image = [2, 5, 4], Widths = [2, 3] };

    [Fact]
    public void It_is_the_network_of_the_papers()
    {
        // 10 in out + 18 out^2 weights and 8 out numbers of norms in a block: 12.4 and 8 million, as the literature counts.
        var wide = new ResNet12(null);
        Assert.Equal(12_424_320, wide.Init(new Key(1)).Size);
        Assert.Equal(7_996_800, (wide with { Widths = [64, 128, 256, 512] }).Init(new Key(1)).Size);

        // 84 pixels are 5 after four halvings.
        var narrow = new ResNet12(5) { Widths = [1, 1, 1, 2] };
        Assert.Equal("[2, 5]", narrow.Init(new Key(1))["head/weight"].Form);
        Assert.Equal("[50, 5]", (narrow with { MeanOverSpace = false }).Init(new Key(1))["head/weight"].Form);
    }

    [Fact]
    public void Images_of_any_size_become_features()
    {
        var net = new ResNet12(null) { Widths = [4, 5, 6, 7] };
        var parameters = net.Init(new Key(1));
        Assert.Equal("[2; 1, 7]", net.Apply(parameters, new Key(2).Normal([1, 3, 84, 84], 2)).Form);
        Assert.Equal("[3, 7]", net.Apply(parameters, new Key(2).Normal([3, 3, 33, 40])).Form);
        Assert.Equal("[1, 175]", (net with { MeanOverSpace = false }).Apply(parameters, new Key(2).Normal([1, 3, 84, 84])).Form);
        Assert.Equal("[3, 5]", (net with { Outputs = 5 }).Apply((net with { Outputs = 5 }).Init(new Key(1)), new Key(2).Normal([3, 3, 33, 40])).Form);
    }

    [Fact]
    public void A_block_is_three_convolutions_beside_one()
    {
        var block = new ResidualBlock(2, 3);
        var parameters = Random(block);
        Assert.Equal(["0/conv/weight", "0/norm/scale", "0/norm/shift", "1/conv/weight", "1/norm/scale", "1/norm/shift", "2/conv/weight", "2/norm/scale", "2/norm/shift", "shortcut/conv/weight", "shortcut/norm/scale", "shortcut/norm/shift"], parameters.Names);
        var x = new Key(3).Uniform(-1, 1, [4, 2, 5, 6], dtype: DType.Float64);
        var y = Leaky(Normed("0", x, 1));
        y = Normed("2", Leaky(Normed("1", y, 1)), 1) + Normed("shortcut", x, 0);
        Nearly.Equal(Leaky(y).MaxPool2d(2), block.Apply(parameters, x), 1e-13);

        Tensor Normed(string part, Tensor input, int padding) =>
            new BatchNorm(3).Apply(parameters.At($"{part}/norm"), input.Conv2d(parameters[$"{part}/conv/weight"], padding: padding));

        static Tensor Leaky(Tensor t) => t.Maximum(0.1 * t);
    }

    [Fact]
    public void Second_derivatives_are_differences_of_first_ones()
    {
        // Few pixels, so that none is moved across a kink.
        var block = new ResidualBlock(1, 2);
        var parameters = Random(block);
        var x = new Key(3).Uniform(-1, 1, [3, 1, 2, 2], dtype: DType.Float64);
        var v = parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        Tensor Loss(ParameterSet p) => block.Apply(p, x).Power(2).Sum();

        // Small batches make norms that bend much.
        GradientCheck.Passes(p => Gradient.Of(Loss, p).Dot(v), parameters, 1e-5, "ResidualBlock");
    }

    [Fact]
    public void Running_statistics_find_their_layers_and_noise_needs_a_key()
    {
        var parameters = Small.Init(new Key(1)).Cast(DType.Float64);
        var x = new Key(2).Normal([16, 2, 5, 4], dtype: DType.Float64);
        var measured = Statistics.Measure(Small, parameters, [new(x, x)], new Key(3));
        Assert.Equal(
            [.. new[] { "0", "1" }.SelectMany(b => new[] { "0", "1", "2", "shortcut" }.SelectMany(c => new[] { $"{b}/{c}/norm/mean", $"{b}/{c}/norm/variance" }))], measured.Names);

        // Measured on the very batch: as with the batch's own statistics, to the rounding of a difference of moments.
        var alone = Small.Apply(parameters, x.Slice(0, 3, 1), new() { Statistics = Statistics.Running(measured) });
        Nearly.Equal(Small.Apply(parameters, x).Slice(0, 3, 1), alone, 1e-11);

        var noisy = Small with { Dropout = 0.5 };
        Nearly.Equal(Small.Apply(parameters, x), noisy.Apply(parameters, x), 0);
        Assert.NotEqual(noisy.Apply(parameters, x, new() { Key = new Key(1) }).ToDoubles(), noisy.Apply(parameters, x, new() { Key = new Key(2) }).ToDoubles());
    }

    [Fact]
    public void Images_that_it_cannot_halve_are_refused()
    {
        Assert.Contains("an image of 84 by 8 pixels is none after 4 halvings. Expected at least 16 by 16", Refused([3, 84, 8], [1, 1, 1, 1]), StringComparison.Ordinal);
        Assert.Contains("an image is [84, 84], of 4 blocks. Expected [channels, height, width]", Refused([84, 84], [1, 1, 1, 1]), StringComparison.Ordinal);
        Assert.Contains("of 0 blocks", Refused([3, 84, 84], []), StringComparison.Ordinal);

        static string Refused(Shape image, int[] widths) => Assert.Throws<ShapeException>(() => new ResNet12(5) { Image = image, Widths = widths }.Init(new Key(1))).Message;
    }

    private static ParameterSet Random(Module module)
    {
        int draws = 0;
        return module.Init(new Key(0)).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
