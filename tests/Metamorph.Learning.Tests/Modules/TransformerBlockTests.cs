namespace Metamorph.Learning.Tests;

public sealed class TransformerBlockTests
{
    private static readonly TransformerBlock Block = new(4, 2) { Hidden = 3 };
    private static readonly ParameterSet Parameters = Random(Block);
    private static readonly Tensor X = new Key(5).Uniform(-1, 1, [3, 5, 4], dtype: DType.Float64);

    [Fact]
    public void Each_part_adds_to_what_came_in_what_it_makes_of_its_norm()
    {
        var normed = new LayerNorm(4).Apply(Parameters.At("attention-norm"), X);
        var between = X + new MultiHeadAttention(4, 2).Apply(Parameters.At("attention"), normed);
        var rows = new LayerNorm(4).Apply(Parameters.At("mlp-norm"), between);
        var expected = between + (rows.MatMul(Parameters["mlp/0/weight"]) + Parameters["mlp/0/bias"]).Gelu().MatMul(Parameters["mlp/1/weight"]) + Parameters["mlp/1/bias"];
        Nearly.Equal(expected, Block.Apply(Parameters, X), 1e-14);
        Nearly.Equal(Block.Apply(Parameters, X.Slice(0, 1, 1).Reshape([5, 4])).Expand(0), Block.Apply(Parameters, X).Slice(0, 1, 1), 1e-14);
    }

    [Fact]
    public void Masks_reach_attention_and_Causal_does()
    {
        var mask = Tensor.Of(new[,] { { 1.0, 1, 1, 1, 1 }, { 1, 1, 1, 0, 0 }, { 1, 0, 0, 0, 0 } });
        var y = Block.Apply(Parameters, X, new() { Mask = mask });
        foreach (var (row, length) in new[] { (0, 5), (1, 3), (2, 1) })
            Nearly.Equal(Block.Apply(Parameters, X.Slice(0, row, 1).Slice(1, 0, length)), y.Slice(0, row, 1).Slice(1, 0, length), 1e-14);
        var causal = Block with { Causal = true };
        Nearly.Equal(causal.Apply(Parameters, X.Slice(1, 0, 2)), causal.Apply(Parameters, X).Slice(1, 0, 2), 1e-14);
        Assert.Contains("Context.Mask is [5, 3]", Assert.Throws<ShapeException>(() => Block.Apply(Parameters, X, new() { Mask = mask.Transpose() })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_noise_only_with_a_key()
    {
        var noisy = Block with { Dropout = 0.5 };
        Nearly.Equal(Block.Apply(Parameters, X), noisy.Apply(Parameters, X), 0);
        Nearly.Equal(Block.Apply(Parameters, X), Block.Apply(Parameters, X, new() { Key = new Key(1) }), 0);
        Assert.NotEqual(noisy.Apply(Parameters, X, new() { Key = new Key(1) }).ToDoubles(), noisy.Apply(Parameters, X, new() { Key = new Key(2) }).ToDoubles());
    }

    [Fact]
    public void Parts_are_observed_by_their_names()
    {
        var seen = new List<string>();
        Block.Apply(Parameters, X, new() { Observe = (name, y) => seen.Add($"{name} {y.Form}") });
        Assert.Equal(["attention [3, 5, 4]", "mlp/0 [15, 3]", "mlp/1 [15, 4]", "mlp [3, 5, 4]"], seen);
    }

    [Fact]
    public void Second_derivatives_are_differences_of_first_ones()
    {
        var v = Parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        Tensor Loss(ParameterSet p) => Block.Apply(p, X.Slice(0, 0, 1)).Power(2).Sum();

        // LayerNorm's fifth derivatives are some 1e4.
        GradientCheck.Passes(p => Gradient.Of(Loss, p).Dot(v), Parameters, 1e-6, $"{Block}");
    }

    private static ParameterSet Random(Module module)
    {
        int draws = 0;
        return module.Init(new Key(0)).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
