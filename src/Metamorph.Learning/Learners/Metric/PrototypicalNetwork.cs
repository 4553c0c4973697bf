namespace Metamorph.Learning;

/// <summary>
/// A query is of the class whose prototype, the mean embedding of its support examples, is nearest (Snell et al. 2017,
/// https://arxiv.org/abs/1703.05175, equations 1 and 2, squared Euclidean distance). Meta-parameters: <c>embedding/...</c>.
/// In training support and query pass through the embedding together, as in the authors' code: batch statistics cover both.
/// </summary>
/// <param name="embedding">Maps examples to vectors: [tasks; n, features].</param>
/// <param name="loss">Of logits and labels.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
public sealed class PrototypicalNetwork(Module embedding, Loss loss, int ways) : FewShotLearner(loss)
{
    private const string Embedding = "embedding";
    private const string Prototypes = "prototypes";

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => embedding.BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join((Embedding, embedding.Init(key)));

    /// <returns>The embedding's parameters, and prototypes [tasks; ways, features].</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var vectors = embedding.Apply(meta.At(Embedding), support.X, new() { Key = key, Weight = support.Weight });
        return new([.. meta.PerTask(support.X.Tasks), (Prototypes, Means(vectors, support))]);
    }

    /// <returns>Minus the squared distance to every prototype: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) =>
        Nearness(embedding.Apply(adapted.At(Embedding), x, context), adapted[Prototypes]);

    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (support, query) = (tasks.Support, tasks.Query);
        var together = support.Join(query);
        var vectors = embedding.Apply(meta.At(Embedding), together.X, new() { Key = key, Weight = together.Weight });
        var prototypes = Means(vectors.Slice(0, 0, support.Rows), support);
        return query.Mean(Loss(query.Masked(Nearness(vectors.Slice(0, support.Rows, query.Rows), prototypes)), query.Y));
    }

    /// <summary>The weighted mean of the vectors of every class: [tasks; ways, features]. A class without examples has zeros.</summary>
    private Tensor Means(Tensor vectors, Batch support)
    {
        // [ways, n] of 1 where a row is of a class.
        var members = support.Y.OneHot(ways, vectors.DType).Transpose();
        if (support.Weight is { } weight) members *= weight.Cast(vectors.DType);
        var counts = members.Sum(-1, keep: true);
        return members.MatMul(vectors) / (counts > 0.0).Where(counts, 1.0);
    }

    // |v - p|^2 entry by entry and not as |v|^2 - 2 v p + |p|^2, whose large terms cancel.
    private static Tensor Nearness(Tensor vectors, Tensor prototypes) => -(vectors.Expand(1) - prototypes).Power(2).Sum(-1);
}
