namespace Metamorph.Learning.Tests;

public sealed class HashedTextEncoderTests
{
    private static readonly HashedTextEncoder Encoder = new(7, 3);
    private static readonly ParameterSet Parameters = Random(Encoder);
    private static readonly Tensor X = Tensor.Of(new[,] { { 3, 5, 3, 0 }, { 6, 0, 0, 0 }, { 1, 2, 4, 6 } });

    [Fact]
    public void A_text_is_the_mean_of_its_tokens_by_the_softmax_of_their_scores_at_the_learned_length()
    {
        double[] table = Parameters["table"].ToDoubles(), score = Parameters["score"].ToDoubles();
        double scale = (double)Parameters["scale"];
        int[] tokens = X.ToArray<int>();
        List<double> expected = [];
        for (int row = 0; row < 3; row++)
        {
            double[] mean = new double[3];
            double total = 0;
            foreach (int token in tokens.Skip(row * 4).Take(4).Where(t => t != 0)) total += Math.Exp(score[token]);
            foreach (int token in tokens.Skip(row * 4).Take(4).Where(t => t != 0))
                for (int f = 0; f < 3; f++) mean[f] += Math.Exp(score[token]) / total * table[token * 3 + f];
            double length = Math.Sqrt(mean.Sum(m => m * m) + 1e-6);
            expected.AddRange(mean.Select(m => scale * m / length));
        }

        Nearly.Equal([.. expected], Encoder.Apply(Parameters, X), 1e-14);
    }

    [Fact]
    public void The_order_of_tokens_and_padding_are_nothing_to_it()
    {
        var y = Encoder.Apply(Parameters, X);
        Nearly.Equal(y, Encoder.Apply(Parameters, X.Take(Tensor.Of(0, 1, 2)).Pad(1, 0, 3)), 1e-15);
        Nearly.Equal(y, Encoder.Apply(Parameters, Tensor.Of(new[,] { { 0, 3, 3, 5 }, { 0, 0, 6, 0 }, { 6, 2, 1, 4 } })), 1e-15);
        var none = Encoder.Apply(Parameters, Tensor.Zeros([2, 4], DType.Int32));
        Assert.All(none.ToDoubles(), v => Assert.Equal(0, v));
        Assert.Contains("HashedTextEncoder: the input is [4]", Assert.Throws<ShapeException>(() => Encoder.Apply(Parameters, Tensor.Of(1, 2, 3, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_row_of_padding_gets_no_gradient()
    {
        var gradient = Gradient.Of(p => Encoder.Apply(p, X).Power(3).Sum(), Parameters);
        Assert.All(gradient["table"].Slice(0, 0, 1).ToDoubles(), g => Assert.Equal(0, g));
        Assert.Equal(0, gradient["score"].ToDoubles()[0]);
        Assert.All(gradient["table"].Slice(0, 1, 6).ToDoubles(), g => Assert.NotEqual(0, g));
    }

    [Fact]
    public void Hidden_layer_and_head_come_behind_the_mean()
    {
        var whole = Encoder with { Hidden = 4, Outputs = 2 };
        var parameters = Random(whole);
        Assert.Equal(["table", "score", "scale", "mlp/0/weight", "mlp/0/bias", "mlp/1/weight", "mlp/1/bias", "head/weight", "head/bias"], parameters.Names);
        Tensor? mean = null;
        var y = whole.Apply(parameters, X, new() { Observe = (name, v) => mean = name == "pooling" ? v : mean });
        var sum = mean! + new Mlp(3, 4, 3).Apply(parameters.At("mlp"), mean!);
        var unit = sum / (sum.Power(2).Sum(-1, keep: true) + 1e-6).Sqrt() * parameters["scale"];
        Nearly.Equal(unit.MatMul(parameters["head/weight"]) + parameters["head/bias"], y, 1e-14);
    }

    [Fact]
    public void Second_derivatives_are_differences_of_first_ones()
    {
        var whole = Encoder with { Hidden = 4, Outputs = 2 };
        var parameters = Random(whole);
        var v = parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        var x = Tensor.Concatenate([X, Tensor.Zeros([1, 4], DType.Int32)]);
        GradientCheck.Passes(p => Gradient.Of(q => whole.Apply(q, x).Power(2).Sum(), p).Dot(v), parameters, 1e-6, "HashedTextEncoder");
    }

    [Fact]
    public void Every_token_counts_the_same_before_training_and_a_text_is_4_long()
    {
        var parameters = new HashedTextEncoder(50, 16).Init(new Key(1));
        Assert.All(parameters["score"].ToDoubles(), s => Assert.Equal(0, s));
        var y = new HashedTextEncoder(50, 16).Apply(parameters, new Key(2).Integers(0, 50, [6, 9]));

        // 1e-5: the 1e-6 under the root against squared lengths of about 2, in Float32.
        Nearly.Equal([16, 16, 16, 16, 16, 16], y.Power(2).Sum(-1), 1e-5);
    }

    [Fact]
    public void With_scores_of_idf_a_text_begins_as_its_tf_idf_vector_in_random_directions()
    {
        var idf = TfIdfCentroids.Idf(7, X);
        double[] rare = idf.ToDoubles();
        var encoder = new HashedTextEncoder(7, 20_000) { Score = (_, _, _, _) => idf.Log() };
        var y = encoder.Apply(encoder.Init(new Key(3)), X) / 4.0;
        double[] first = [0, 0, 0, 2 * rare[3], 0, rare[5], 0], last = [0, rare[1], rare[2], 0, rare[4], 0, rare[6]], middle = [0, 0, 0, 0, 0, 0, rare[6]];
        double[] expected = [.. new[] { first, middle, last }.SelectMany(a => new[] { first, middle, last }.Select(b => Cosine(a, b)))];

        // Four deviations of a product of random directions, 1 / sqrt(20000).
        Nearly.Equal(expected, y.MatMul(y.Transpose()), 4 / Math.Sqrt(20_000));

        static double Cosine(double[] a, double[] b) => a.Zip(b, (x, z) => x * z).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
    }

    private static ParameterSet Random(Module module)
    {
        int draws = 0;
        return module.Init(new Key(0)).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
