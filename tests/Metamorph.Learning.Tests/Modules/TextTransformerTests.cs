namespace Metamorph.Learning.Tests;

public sealed class TextTransformerTests
{
    private static readonly TextTransformer Transformer = new(7, 4, 4) { Heads = 2 };
    private static readonly ParameterSet Parameters = Random(Transformer);
    private static readonly Tensor X = Tensor.Of(new[,] { { 3, 5, 3, 0 }, { 6, 0, 0, 0 }, { 1, 2, 4, 6 } });

    [Fact]
    public void A_text_is_what_its_blocks_make_of_its_words_and_places_without_padding()
    {
        int[] tokens = X.ToArray<int>();
        var y = Transformer.Apply(Parameters, X);
        foreach (var (row, length) in new[] { (0, 3), (1, 1), (2, 4) })
        {
            var words = Parameters["table"].Take(Tensor.Of(tokens.AsSpan(row * 4, length).ToArray())) + Parameters["place"].Slice(0, 0, length);
            foreach (string block in (string[])["0", "1"]) words = new TransformerBlock(4, 2) { Hidden = 8 }.Apply(Parameters.At(block), words);
            words = new LayerNorm(4).Apply(Parameters.At("norm"), words);
            var weights = (words.MatMul(Parameters["pooling/query"].Expand(-1)) / 2).Softmax(0);
            Nearly.Equal((weights * words).Sum(0, keep: true), y.Slice(0, row, 1), 1e-14);
        }
    }

    [Fact]
    public void It_sees_the_order_of_words_and_not_the_row_of_padding()
    {
        var y = Transformer.Apply(Parameters, X);
        Assert.NotEqual(y.ToDoubles()[..4], Transformer.Apply(Parameters, Tensor.Of(new[,] { { 5, 3, 3, 0 } })).ToDoubles());
        var table = Parameters["table"];
        var other = Parameters.Replace(new(("table", Tensor.Concatenate([table.Slice(0, 0, 1) + 100.0, table.Slice(0, 1, 6)]))));
        Assert.Equal(y.ToDoubles(), Transformer.Apply(other, X).ToDoubles());
        Assert.All(Transformer.Apply(Parameters, Tensor.Zeros([2, 4], DType.Int32)).ToDoubles(), v => Assert.Equal(0, v));
        Assert.Contains("the input is [3, 3]. Expected rows of 4 tokens", Assert.Throws<ShapeException>(() => Transformer.Apply(Parameters, X.Slice(1, 0, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_derivatives_are_differences_of_first_ones()
    {
        var small = new TextTransformer(4, 2, 2, 2) { Heads = 1, Blocks = 1 };
        var parameters = Random(small);
        var v = parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        var x = Tensor.Of(new[,] { { 3, 1 }, { 2, 0 } });

        // LayerNorm of two features is steep: its fifth derivatives are some 1e4.
        GradientCheck.Passes(p => Gradient.Of(q => small.Apply(q, x).Power(2).Sum(), p).Dot(v), parameters, 1e-5, "TextTransformer");
    }

    private static ParameterSet Random(Module module)
    {
        int draws = 0;
        return module.Init(new Key(0)).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
