namespace Metamorph.Learning;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, section 3.2): every query gets a mean of values, weighted
/// by softmax(q k' / sqrt(d)) over the keys, in each of so many parts of the features by itself. <see cref="Apply"/> lets a sequence attend to itself,
/// <see cref="Attend"/> lets one attend to another. Places that do not count are not looked at, whatever they hold.
/// Parameters are <c>query/weight</c>, <c>key/weight</c>, <c>value/weight</c>, <c>out/weight</c>.
/// </summary>
/// <param name="Width">Features of all sequences.</param>
/// <param name="Heads">The number of heads, a divisor of the width.</param>
public sealed record MultiHeadAttention(int Width, int Heads) : Module
{
    /// <summary>Whether a place sees itself and those before it alone. The default value is false.</summary>
    public bool Causal { get; init; }

    /// <summary>Whether the four maps have biases, which the paper's have not. The default value is false.</summary>
    public bool Bias { get; init; }

    /// <summary>Draws the weights. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    private Linear Map => Heads > 0 && Width % Heads == 0
        ? new(Width, Width) { Bias = Bias, Weight = Weight }
        : throw new ArgumentException($"MultiHeadAttention: {Heads} heads of {Width} features. Expected heads that divide the features, such as {Math.Max(1, Divisor)}.");

    private int Divisor => Enumerable.Range(1, Math.Clamp(Heads, 1, Math.Max(1, Width))).Last(h => Width % h == 0);

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(
        ("query", Map.Init(key.Fold(0))), ("key", Map.Init(key.Fold(1))), ("value", Map.Init(key.Fold(2))), ("out", Map.Init(key.Fold(3))));

    /// <summary>The sequence attends to itself. Which places count says <see cref="Context.Weight"/> if the rows of a task are the sequence, <see cref="Context.Mask"/> if every row is one.</summary>
    /// <param name="x">[tasks; length, width], or [tasks; n, length, width]</param>
    /// <returns>The shape of x.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) =>
        Attend(parameters, x, x, x, x.Rank == 3 ? context?.MaskOf(x, "MultiHeadAttention") : context?.Weight);

    /// <summary>Queries attend to another sequence. With weights the softmax is w exp(s) / sum of w exp(s): a place of weight 2 is as two places.</summary>
    /// <param name="parameters">Of the names and shapes of <see cref="Init"/>.</param>
    /// <param name="queries">[tasks; ..., m, width]</param>
    /// <param name="keys">[tasks; ..., n, width]</param>
    /// <param name="values">[tasks; ..., n, width]; in a decoder the same as the keys.</param>
    /// <param name="weight">How much each key counts, at least 0: [tasks; ..., n]; null: all 1.</param>
    /// <returns>[tasks; ..., m, width]; what the map of results makes of 0 where no key is to be seen.</returns>
    /// <exception cref="ShapeException">Sequences or weights do not fit.</exception>
    public Tensor Attend(ParameterSet parameters, Tensor queries, Tensor keys, Tensor values, Tensor? weight = null)
    {
        Require(queries, keys, values, weight);
        if (weight is not null)
        {
            weight = weight.Cast(queries.DType);
            bool same = ReferenceEquals(keys, values);
            keys = weight.Expand(-1).Where(keys, 0.0);
            values = same ? keys : weight.Expand(-1).Where(values, 0.0);
        }

        var (q, k, v) = (Split(Mapped("query", queries)), Split(Mapped("key", keys)), Split(Mapped("value", values)));
        var scores = q.MatMul(k.Transpose()) * (1 / Math.Sqrt(Width / Heads));

        // [..., 1 head, 1 query, n] times [m, n]
        var seen = weight?.Expand(-2).Expand(-2);
        if (Causal) seen = Before(queries.Shape[^2], queries.DType) is var before && seen is not null ? seen * before : before;
        return Mapped("out", Join((seen is null ? scores.Softmax() : WeightedSoftmax.Of(scores, seen)).MatMul(v)));

        // As one matrix of rows: its gradient is one product, and not a sum of one for each sequence.
        Tensor Mapped(string name, Tensor x) => Map.Apply(parameters.At(name), x.Reshape([x.Size / Width, Width])).Reshape(x.Shape);
    }

    /// <summary>1 where a key is not behind the query: [length, length].</summary>
    private static Tensor Before(int length, DType dtype)
    {
        var places = Tensor.Arange(length, dtype);
        return places.Expand(-1) >= places;
    }

    /// <summary>[..., n, width] as [..., heads, n, width / heads].</summary>
    private Tensor Split(Tensor x) => Exchanged(x.Reshape([.. x.Shape.SkipLast(1), Heads, Width / Heads]));

    /// <summary>[..., heads, n, width / heads] as [..., n, width].</summary>
    private Tensor Join(Tensor x)
    {
        var rows = Exchanged(x);
        return rows.Reshape([.. rows.Shape.SkipLast(2), Width]);
    }

    private static Tensor Exchanged(Tensor x) => x.Permute([.. Enumerable.Range(0, x.Rank - 3), x.Rank - 2, x.Rank - 3, x.Rank - 1]);

    private void Require(Tensor queries, Tensor keys, Tensor values, Tensor? weight)
    {
        foreach (var x in (ReadOnlySpan<Tensor>)[queries, keys, values])
            if (x.Rank < 2 || x.Shape[^1] != Width) throw new ShapeException($"MultiHeadAttention: a sequence is {x.Form}. Expected {Width} features at each place, [..., length, {Width}]: new Linear({(x.Rank > 0 ? x.Shape[^1] : 1)}, {Width}) makes them.");
        if (keys.Shape != values.Shape || !keys.Shape.SkipLast(2).SequenceEqual(queries.Shape.SkipLast(2)))
            throw new ShapeException($"MultiHeadAttention: queries {queries.Form}, keys {keys.Form} and values {values.Form}. Expected as many keys as values, and as many sequences of each: [..., m, {Width}], [..., n, {Width}], [..., n, {Width}].");
        if (weight is not null && !weight.Shape.SequenceEqual(keys.Shape.SkipLast(1)))
            throw new ShapeException($"MultiHeadAttention: weights {weight.Form} for keys {keys.Form}. Expected one for each key, [{string.Join(", ", keys.Shape.SkipLast(1))}].");
        if (Causal && queries.Shape[^2] != keys.Shape[^2])
            throw new ShapeException($"MultiHeadAttention: {queries.Shape[^2]} queries see the keys before them among {keys.Shape[^2]}. Expected as many, since Causal says that they are the same places.");
    }
}
