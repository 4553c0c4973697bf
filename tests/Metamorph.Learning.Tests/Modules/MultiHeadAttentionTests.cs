namespace Metamorph.Learning.Tests;

public sealed class MultiHeadAttentionTests
{
    private const int Width = 6;
    private static readonly MultiHeadAttention Attention = new(Width, 3);
    private static readonly ParameterSet Parameters = Random(Attention);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(6, false)]
    public void It_is_its_definition_in_plain_numbers(int heads, bool causal)
    {
        var attention = new MultiHeadAttention(Width, heads) { Causal = causal };
        var (x, other) = (Rows(1, 5), Rows(2, causal ? 5 : 4));
        var weight = Tensor.Of([.. Enumerable.Range(0, other.Shape[0]).Select(i => i == 1 ? 0 : 0.5 + i)], [other.Shape[0]]);
        Nearly.Equal(Naive(x, other, other, heads, causal, _ => 1), attention.Attend(Parameters, x, other, other), 1e-14);
        Nearly.Equal(Naive(x, other, other.Sin(), heads, causal, i => i == 1 ? 0 : 0.5 + i), attention.Attend(Parameters, x, other, other.Sin(), weight), 1e-14);
        Nearly.Equal(Naive(x, x, x, heads, causal, _ => 1), attention.Apply(Parameters, x), 1e-14);
    }

    [Fact]
    public void Many_sequences_are_each_by_itself()
    {
        var (x, other) = (new Key(3).Uniform(-2, 2, [2, 5, Width], 2, DType.Float64), new Key(4).Uniform(-2, 2, [2, 3, Width], dtype: DType.Float64));
        var mask = Tensor.Of(new[,] { { 1.0, 1, 0 }, { 0, 1, 1 } });
        var y = Attention.Attend(Parameters, x, other, other, mask);
        Assert.Equal("[2; 2, 5, 6]", y.Form);
        for (int i = 0; i < 2; i++) Nearly.Equal(Attention.Attend(Parameters, One(x, i), One(other, i), One(other, i), One(mask, i)), One(y, i), 1e-14);

        static Tensor One(Tensor all, int index) => all.Slice(0, index, 1).Reshape([.. all.Shape.Skip(1)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Places_of_weight_0_are_as_if_they_were_not_there(bool causal)
    {
        // Weights of rows where they are the sequence, a mask where every row is one. What does not count is as large as numbers are.
        var attention = Attention with { Causal = causal };
        var x = Rows(1, 3);
        var padded = Tensor.Concatenate([x, Tensor.Full(1e300, [2, Width], DType.Float64)]);
        var weight = Tensor.Of(1.0, 1, 1, 0, 0);
        Tensor Alone(ParameterSet p) => attention.Apply(p, x);
        Tensor Rowwise(ParameterSet p) => attention.Apply(p, padded, new() { Weight = weight }).Slice(0, 0, 3);
        Tensor Masked(ParameterSet p) => attention.Apply(p, padded.Expand(0), new() { Mask = weight.Expand(0), Weight = Tensor.Of([1.0], [1]) }).Slice(1, 0, 3).Reshape([3, Width]);
        foreach (var padding in new[] { Rowwise, Masked })
        {
            Nearly.Equal(Alone(Parameters), padding(Parameters), 1e-14);
            if (causal) continue;
            var (expected, actual) = (Gradient.Of(p => attention.Attend(p, Rows(7, 4), x, x).Power(2).Sum(), Parameters), Gradient.Of(p => attention.Attend(p, Rows(7, 4), padded, padded, weight).Power(2).Sum(), Parameters));
            Nearly.Equal(expected, actual, 1e-13);
        }
    }

    [Fact]
    public void A_place_of_weight_2_is_two_places()
    {
        var (x, other) = (Rows(1, 3), Rows(2, 2));
        var twice = Tensor.Concatenate([other, other.Slice(0, 0, 1)]);
        Nearly.Equal(Attention.Attend(Parameters, x, twice, twice), Attention.Attend(Parameters, x, other, other, Tensor.Of(2.0, 1)), 1e-14);
    }

    [Fact]
    public void Where_no_place_counts_nothing_is_added_and_derivatives_are_numbers()
    {
        var x = Rows(1, 3);
        Assert.Equal(new double[3 * Width], Seen(Parameters).ToDoubles());
        Assert.All(Gradient.Of(p => Seen(p).Sum(), Parameters), p => Assert.All(p.Value.ToDoubles(), v => Assert.Equal(0, v)));

        Tensor Seen(ParameterSet p) => Attention.Attend(p, x, x, x, Tensor.Zeros([3], DType.Float64));
    }

    [Fact]
    public void With_Causal_a_place_does_not_depend_on_those_behind_it()
    {
        var causal = Attention with { Causal = true };
        var x = Rows(1, 5);
        var y = causal.Apply(Parameters, x);
        for (int i = 1; i <= 5; i++) Nearly.Equal(causal.Apply(Parameters, x.Slice(0, 0, i)), y.Slice(0, 0, i), 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Second_derivatives_are_differences_of_first_ones(bool causal)
    {
        var attention = new MultiHeadAttention(4, 2) { Causal = causal };
        var parameters = Random(attention);
        var x = new Key(1).Uniform(-1, 1, [3, 4], dtype: DType.Float64);
        var v = parameters.Map(p => new Key(9).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
        Tensor Loss(ParameterSet p) => attention.Apply(p, x, new() { Weight = Tensor.Of(1.0, 0, 0.5) }).Power(2).Sum();
        GradientCheck.Passes(p => Gradient.Of(Loss, p).Dot(v), parameters, 1e-7, $"{attention}");
    }

    [Fact]
    public void Parameters_have_their_shapes()
    {
        Assert.Equal("query/weight [6, 6], key/weight [6, 6], value/weight [6, 6], out/weight [6, 6]", Attention.Init(new Key(1)).ToString());
        Assert.Equal(8, (Attention with { Bias = true }).Init(new Key(1)).Count);
        Assert.Equal(
            "attention-norm/scale [6], attention-norm/shift [6], attention/query/weight [6, 6], attention/key/weight [6, 6], attention/value/weight [6, 6], attention/out/weight [6, 6], mlp-norm/scale [6], mlp-norm/shift [6], mlp/0/weight [6, 24], mlp/0/bias [24], mlp/1/weight [24, 6], mlp/1/bias [6]",
            new TransformerBlock(6, 2).Init(new Key(1)).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_numbers()
    {
        var x = Rows(1, 5);
        Assert.Contains("4 heads of 6 features. Expected heads that divide the features, such as 3.", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(6, 4).Init(new Key(1))).Message, StringComparison.Ordinal);
        Assert.Contains("0 heads of 6 features", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(6, 0).Init(new Key(1))).Message, StringComparison.Ordinal);
        Assert.Contains("a sequence is [5, 4]. Expected 6 features at each place, [..., length, 6]: new Linear(4, 6) makes them.", Refused(x.Slice(1, 0, 4), x, x), StringComparison.Ordinal);
        Assert.Contains("queries [5, 6], keys [5, 6] and values [4, 6]. Expected as many keys as values", Refused(x, x, Rows(1, 4)), StringComparison.Ordinal);
        Assert.Contains("queries [2, 5, 6], keys [5, 6]", Refused(Tensor.Stack([x, x]), x, x), StringComparison.Ordinal);
        Assert.Contains("weights [4] for keys [5, 6]. Expected one for each key, [5].", Refused(x, x, x, Tensor.Ones([4])), StringComparison.Ordinal);
        Assert.Contains("5 queries see the keys before them among 4", Assert.Throws<ShapeException>(() => (Attention with { Causal = true }).Attend(Parameters, x, Rows(1, 4), Rows(1, 4))).Message, StringComparison.Ordinal);

        static string Refused(Tensor q, Tensor k, Tensor v, Tensor? weight = null) => Assert.Throws<ShapeException>(() => Attention.Attend(Parameters, q, k, v, weight)).Message;
    }

    /// <summary>Vaswani et al., section 3.2, place by place; every key by itself.</summary>
    private static double[] Naive(Tensor queries, Tensor keys, Tensor values, int heads, bool causal, Func<int, double> weight)
    {
        int m = queries.Shape[0], n = keys.Shape[0], d = Width / heads;
        var (q, k, v) = (Mapped(queries, "query"), Mapped(keys, "key"), Mapped(values, "value"));
        double[,] means = new double[m, Width];
        for (int i = 0; i < m; i++)
        {
            for (int head = 0; head < heads; head++)
            {
                double[] parts = [.. Enumerable.Range(0, n).Select(j => causal && j > i
                    ? 0
                    : weight(j) * Math.Exp(Enumerable.Range(head * d, d).Sum(f => q[i, f] * k[j, f]) / Math.Sqrt(d)))];
                for (int f = head * d; f < (head + 1) * d; f++) means[i, f] = Enumerable.Range(0, n).Sum(j => parts[j] * v[j, f]) / parts.Sum();
            }
        }

        return [.. Product(means, "out").Cast<double>()];

        static double[,] Mapped(Tensor x, string name)
        {
            double[,] plain = new double[x.Shape[0], Width];
            double[] all = x.ToDoubles();
            for (int i = 0; i < all.Length; i++) plain[i / Width, i % Width] = all[i];
            return Product(plain, name);
        }

        static double[,] Product(double[,] x, string name)
        {
            double[] w = Parameters[$"{name}/weight"].ToDoubles();
            double[,] y = new double[x.GetLength(0), Width];
            for (int i = 0; i < y.GetLength(0); i++)
                for (int j = 0; j < Width; j++)
                    y[i, j] = Enumerable.Range(0, Width).Sum(f => x[i, f] * w[f * Width + j]);
            return y;
        }
    }

    private static Tensor Rows(ulong seed, int count) => new Key(seed).Uniform(-1, 1, [count, Width], dtype: DType.Float64);

    private static ParameterSet Random(Module module)
    {
        int draws = 0;
        return module.Init(new Key(0)).Map(p => new Key(8).Fold(draws++).Uniform(-1, 1, p.Shape, dtype: DType.Float64));
    }
}
