namespace Metamorph.Learning;

/// <summary>
/// The rival of every meta-learner on classes: an embedding trained by plain classification of all training classes together, which a new task does not change, and
/// above it a classifier of the support's embeddings alone (Chen et al. 2019, "A closer look at few-shot classification", https://arxiv.org/abs/1904.04232, "baseline";
/// Tian et al. 2020, https://arxiv.org/abs/2003.11539, with <see cref="LogisticRegression"/>). Its training tasks have labels 0 to <paramref name="classes"/> - 1 that mean
/// the same in all of them; those that it adapts to have labels of their own. Meta-parameters: <c>embedding/...</c>, <c>head/...</c> of the training classes, which
/// adaptation does not need, and <c>readout/...</c>, which training leaves alone and <see cref="Tune"/> finds. Without training the embedding is one drawn at random.
/// </summary>
/// <param name="embedding">From x [tasks; n, ...] to vectors [tasks; n, features].</param>
/// <param name="features">Features of the embedding.</param>
/// <param name="classes">The number of training classes.</param>
/// <param name="readout">What classifies embeddings, as <see cref="NearestNeighbour"/>, <see cref="NearestCentroid"/> or <see cref="LogisticRegression"/>.</param>
public sealed class FrozenFeatures(Module embedding, int features, int classes, FittedLearner readout) : MetricLearner(embedding, readout.Loss)
{
    private const string Head = "head", Readout = "readout";

    // Added to squared lengths: a vector of zeros, as ReLUs give, stays one.
    private const double Epsilon = 1e-12;

    private readonly Linear head = new(features, classes);

    /// <summary>Whether the readout sees embeddings brought to length 1, as Tian et al. have it. The default value is true.</summary>
    public bool UnitLength { get; init; } = true;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) =>
        new([.. base.Init(key.Fold(0)), .. ParameterSet.Join((Head, head.Init(key.Fold(1))), (Readout, readout.Init(key.Fold(2))))]);

    /// <summary>Finds what the readout chooses on validation tasks, such as a penalty, for an embedding that was trained, or for one that was not.</summary>
    /// <param name="meta">This learner's meta-parameters.</param>
    /// <param name="validation">Tasks to choose by: the smallest mean query loss.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>This learner's meta-parameters.</returns>
    public ParameterSet Tune(ParameterSet meta, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(validation);
        var embedded = new Episode(
            validation.Support with { X = Vectors(meta, validation.Support.X, new() { Weight = validation.Support.Weight }) },
            validation.Query with { X = Vectors(meta, validation.Query.X, new() { Weight = validation.Query.Weight }) });
        return meta.Replace(ParameterSet.Join((Readout, readout.Fit(embedded.Support, embedded, key))));
    }

    /// <summary>The mean over all examples of a task, support and query alike, of the cross-entropy to their training class: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var all = tasks.Support.Join(tasks.Query);
        return all.Mean(head.Apply(meta.At(Head), Embed(meta, all.X, new() { Key = key, Weight = all.Weight })).CrossEntropy(all.Y));
    }

    /// <returns>The embedding's parameters and statistics, and those of the readout under readout/.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        var (embedKey, readKey) = key.Split();
        var vectors = Vectors(meta, support.X, new() { Key = embedKey, Weight = support.Weight });
        var read = readout.Adapt(meta.AtOrEmpty(Readout), support with { X = vectors }, readKey);
        return new([.. meta.Where(name => !Under(name, Head) && !Under(name, Readout)).PerTask(support.X.Tasks), .. ParameterSet.Join((Readout, read))]);

        static bool Under(string name, string prefix) => name.StartsWith(prefix + "/", StringComparison.Ordinal);
    }

    /// <returns>What the readout predicts: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => readout.Predict(adapted.At(Readout), Vectors(adapted, x, context));

    private Tensor Vectors(ParameterSet parameters, Tensor x, Context? context)
    {
        var vectors = Embed(parameters, x, context);
        return UnitLength ? vectors * ((vectors * vectors).Sum(-1, keep: true) + Epsilon).Rsqrt() : vectors;
    }
}
