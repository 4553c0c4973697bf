namespace Metamorph.Learning;

/// <summary>
/// A query is of the class whose prototype, the mean embedding of its support examples, is nearest (Snell et al. 2017,
/// https://arxiv.org/abs/1703.05175, equations 1 and 2, squared Euclidean distance). Meta-parameters: <c>embedding/...</c>.
/// In training support and query pass through the embedding together, as in the authors' code: batch statistics cover both.
/// </summary>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <inheritdoc cref="MetricLearner(Module, Loss)"/>
public sealed class PrototypicalNetwork(Module embedding, Loss loss, int ways) : MetricLearner(embedding, loss)
{
    private const string Prototypes = "prototypes";

    /// <returns>The meta-parameters, and prototypes [tasks; ways, features].</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var vectors = Embed(meta, support.X, new() { Key = key, Weight = support.Weight });
        return new([.. meta.PerTask(support.X.Tasks), (Prototypes, SupportClasses.Means(vectors, support, ways))]);
    }

    /// <returns>Minus the squared distance to every prototype: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) =>
        SupportClasses.Nearness(Embed(adapted, x, context), adapted[Prototypes]);

    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (support, query) = Together(meta, tasks, key);
        var prototypes = SupportClasses.Means(support, tasks.Support, ways);
        return tasks.Query.Mean(Loss(tasks.Query.Masked(SupportClasses.Nearness(query, prototypes)), tasks.Query.Y));
    }
}
