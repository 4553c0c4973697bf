namespace Metamorph.Learning;

/// <summary>
/// A query looks at every support example as much as it is like it, and takes their labels (Vinyals et al. 2016,
/// https://arxiv.org/abs/1606.04080, equation 1): P(class) is the sum over the class's examples of a softmax over all of the cosine of
/// the embeddings (section 2.1.1). What is predicted are the logarithms of these probabilities, so that <see cref="Losses.CrossEntropy"/> is the
/// paper's loss, -log P. Meta-parameters: <c>embedding/...</c>, and <c>context/...</c> of <see cref="FullContext"/>.
/// Deviation: both embeddings f' and g' are one, as in the paper's experiments. In training support and query pass through it together, so that batch statistics cover both.
/// </summary>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <inheritdoc cref="MetricLearner(Module, Loss)"/>
public sealed class MatchingNetwork(Module embedding, Loss loss, int ways) : MetricLearner(embedding, loss)
{
    private const string Context = "context", Vectors = "support/vectors", Members = "support/classes";

    // Added to squared lengths: a vector of zeros, as ReLUs give, has a cosine of 0 with all others, and a derivative.
    private const double Epsilon = 1e-12;

    /// <summary>
    /// What cosines are multiplied by before the softmax. The default value is 1, as in the paper: the nearest of five examples then has a probability of 0.65 at most.
    /// Larger ones, such as 10, make it sharper.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>Embeddings with the support set in view; null, the default: each example is embedded by itself.</summary>
    public FullContext? FullContext { get; init; }

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => FullContext is null ? base.Init(key)
        : new([.. base.Init(key.Fold(0)), .. ParameterSet.Join((Context, FullContext.Init(key.Fold(1))))]);

    /// <returns>The meta-parameters, support/vectors [tasks; n, features] and support/classes [tasks; n, ways], a row's weight at its class.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var vectors = Embed(meta, support.X, new() { Key = key, Weight = support.Weight });
        return Support(meta, vectors, support);
    }

    /// <returns>Logarithms of probabilities: [tasks; n, ways]. Of a class without examples it is -1e30.</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => LogProbabilities(adapted, Embed(adapted, x, context));

    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (support, query) = Together(meta, tasks, key);
        return tasks.Query.Mean(Loss(tasks.Query.Masked(LogProbabilities(Support(meta, support, tasks.Support), query)), tasks.Query.Y));
    }

    private ParameterSet Support(ParameterSet meta, Tensor vectors, Batch support)
    {
        var seen = FullContext?.Support(meta.At(Context), vectors, support.Weight) ?? vectors;
        var members = SupportClasses.Members(support, ways, vectors.DType);
        return new([.. meta.PerTask(support.X.Tasks), (Vectors, seen), (Members, members.PerTask(support.X.Tasks))]);
    }

    private Tensor LogProbabilities(ParameterSet adapted, Tensor vectors)
    {
        var (support, members) = (adapted[Vectors], adapted[Members]);
        var seen = FullContext?.Query(adapted.At(Context), vectors, support, members.Sum(-1)) ?? vectors;
        var sums = SupportClasses.LogSums(Scale * Unit(seen).MatMul(Unit(support).Transpose()), members);
        return sums - sums.LogSumExp(-1, keep: true);
    }

    private static Tensor Unit(Tensor vectors) => vectors * ((vectors * vectors).Sum(-1, keep: true) + Epsilon).Rsqrt();
}
