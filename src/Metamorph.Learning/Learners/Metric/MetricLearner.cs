namespace Metamorph.Learning;

/// <summary>
/// A learner with one embedding for all tasks: it learns a task by where the embedding puts its support examples. Meta-parameters:
/// <c>embedding/...</c>, and where they were measured <c>statistics/...</c>, what the embedding's batch norms take off. With statistics among the
/// meta-parameters support and queries go by them, in training, adaptation and prediction, and what is adapted carries them along; without, by those of the batch at
/// hand, or for queries by those of the context.
/// </summary>
/// <param name="embedding">From x [tasks; n, ...] to vectors [tasks; n, features].</param>
/// <param name="loss">Of what is predicted and labels.</param>
public abstract class MetricLearner(Module embedding, Loss loss) : FewShotLearner(loss)
{
    private protected const string Embedding = "embedding";

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => embedding.BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join((Embedding, embedding.Init(key)));

    /// <summary>The statistics of its batch norms over tasks, support and queries together.</summary>
    /// <inheritdoc/>
    public override ParameterSet Measure(ParameterSet meta, Episode tasks, Key key)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(tasks);
        return BatchNormKind == BatchNormKind.None ? ParameterSet.Empty
            : Learning.Statistics.Measure(embedding, meta.AtOrEmpty(Embedding), InParts(tasks).Select(some => some.Support.Join(some.Query)), key);
    }

    /// <summary>Where examples are put: [tasks; n, features].</summary>
    /// <param name="parameters">Meta-parameters or what was adapted.</param>
    /// <param name="x">[tasks; n, ...]</param>
    /// <param name="context">What travels with x.</param>
    private protected Tensor Embed(ParameterSet parameters, Tensor x, Context? context) =>
        embedding.Apply(parameters.AtOrEmpty(Embedding), x, Running(parameters, context));

    /// <summary>Support and queries embedded in one batch, so that batch statistics cover both.</summary>
    private protected (Tensor Support, Tensor Query) Together(ParameterSet meta, Episode tasks, Key key)
    {
        var all = tasks.Support.Join(tasks.Query);
        var vectors = Embed(meta, all.X, new() { Key = key, Weight = all.Weight });
        return (vectors.Slice(0, 0, tasks.Support.Rows), vectors.Slice(0, tasks.Support.Rows, tasks.Query.Rows));
    }
}
