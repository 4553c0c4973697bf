namespace Metamorph.Learning;

/// <summary>
/// A text as the mean of the vectors of its hashed tokens (Joulin et al. 2017, https://arxiv.org/abs/1607.01759), weighted by attention: softmax of a score that each
/// bucket learns, so that words which tell classes apart count and "the" does not, as inverse document frequencies would have it. What comes out has
/// the length of a learned scale, so that long and short texts are as far from each other as their words are. The order of tokens is nothing to it, and
/// token 0 is padding. Parameters are <c>table</c>, <c>score</c>, <c>scale</c>, <c>mlp/...</c>, <c>head/weight</c>, <c>head/bias</c>.
/// </summary>
/// <remarks>
/// Nearly all parameters are the table, and a task moves few of its rows. Learners that keep it for all tasks suit it: prototypical networks and other metric
/// ones, and ANIL with <see cref="Head"/>. MAML and Reptile work too, but hold a table for each task and inner step, 1 MB for 4096 x 64 numbers. Vectors of
/// different words are drawn at random and are nearly orthogonal the more features they have: 256 tell classes apart better than 64 before and after training.
/// </remarks>
/// <param name="Buckets">Rows of the table: tokens are 0 to buckets - 1.</param>
/// <param name="Features">Features of a token's vector, and of y without a head.</param>
/// <param name="Outputs">Features of y, such as the number of ways; null: no head, y is the text's vector.</param>
public sealed record HashedTextEncoder(int Buckets = 8192, int Features = 256, int? Outputs = null) : Module
{
    /// <summary>The prefix of the head's parameters: what ANIL adapts.</summary>
    public const string Head = "head";

    // Added to squared lengths, where a text without tokens has 0; those of others are some hundredth of the features and more.
    private const double Epsilon = 1e-6;

    /// <summary>Features of the hidden layer of a perceptron whose result is added to the mean; null, the default value: there is none.</summary>
    public int? Hidden { get; init; }

    /// <summary>The length of a text's vector before training. The default value is 4: squared distances are up to 64.</summary>
    public double Scale { get; init; } = 4;

    /// <summary>
    /// The score of each bucket before training. The default value is <see cref="Initializers.Zeros"/>. With the logarithm of <see cref="TfIdfCentroids.Idf"/> of the
    /// training texts, a text begins as its tf-idf vector, seen through as many random directions as there are features, and training goes on from there.
    /// </summary>
    public Initializer Score { get; init; } = Initializers.Zeros;

    /// <summary>Draws the head's weights, as <see cref="Conv4.HeadWeight"/>. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer HeadWeight { get; init; } = Initializers.Glorot;

    private Embedding Table => new(Buckets, Features);

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        List<(string, Tensor)> parameters = [("table", Table.Init(key.Fold(0))["table"]), ("score", Score(key.Fold(3), [Buckets], Buckets, 1)), ("scale", Tensor.Full(Scale, []))];
        if (Hidden is int hidden) Add("mlp", new Mlp(Features, hidden, Features).Init(key.Fold(1)));
        if (Outputs is int outputs) Add(Head, new Linear(Features, outputs) { Weight = HeadWeight }.Init(key.Fold(2)));
        return new(parameters);

        void Add(string name, ParameterSet part) => parameters.AddRange(part.Select(p => ($"{name}/{p.Name}", p.Value)));
    }

    /// <param name="x">Int32 [tasks; n, length]: tokens, 0 where there is none.</param>
    /// <returns>[tasks; n, outputs]; without a head [tasks; n, features], and 0 for a text without tokens.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (x.Rank != 2) throw new ShapeException($"HashedTextEncoder: the input is {x.Form}. Expected rows of tokens, [n, length].");
        var vectors = parameters["table"].Take(x);
        var mean = AttentionPooling.Pooled(vectors, parameters["score"].Take(x), x.NotEqualTo(0));
        context?.Observe?.Invoke("pooling", mean);
        if (Hidden is int hidden) mean += new Mlp(Features, hidden, Features).Apply(parameters.At("mlp"), mean, context?.Part(1, "mlp"));
        var y = mean * (mean.Power(2).Sum(-1, keep: true) + Epsilon).Rsqrt() * parameters["scale"];
        return Outputs is int outputs ? new Linear(Features, outputs).Apply(parameters.At(Head), y) : y;
    }
}
