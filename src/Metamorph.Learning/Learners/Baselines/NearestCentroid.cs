namespace Metamorph.Learning;

/// <summary>
/// A row is of the class whose mean support row is nearest (Rocchio 1971; on trained features, Wang et al. 2019, "SimpleShot", https://arxiv.org/abs/1911.04623): a
/// prototypical network without an embedding. It has no meta-parameters. With a trained embedding before it, it is a readout of <see cref="FrozenFeatures"/>.
/// </summary>
/// <inheritdoc cref="NearestNeighbour(int, Loss)"/>
public sealed class NearestCentroid(int ways, Loss? loss = null) : FittedLearner(loss ?? Losses.CrossEntropy)
{
    private const string Centroids = "centroids";

    /// <summary>Nothing is to be found.</summary>
    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key) => ParameterSet.Empty;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <returns>centroids [tasks; ways, features]; zeros of a class without rows.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        return new((Centroids, SupportClasses.Means(support.X.Flatten(1), support, ways)));
    }

    /// <returns>Minus the squared distance to every centroid: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => SupportClasses.Nearness(x.Flatten(1), adapted[Centroids]);
}
