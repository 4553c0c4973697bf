namespace Metamorph.Learning;

/// <summary>
/// The plainest rival of every meta-learner on texts: a text is of the class whose centroid, the mean of the unit vectors of its support texts, is at the smallest
/// angle to it, the vector of a text having how often each token comes times how rare it is in training (tf-idf; Salton and Buckley 1988,
/// https://doi.org/10.1016/0306-4573(88)90021-0; nearest centroids: Rocchio 1971). Meta-parameters: <c>idf</c> [buckets].
/// </summary>
/// <remarks>Where a token comes twice in a query, only the order of the classes is exact: the query is divided by the length that it has without.</remarks>
/// <param name="buckets">How many tokens there are: 0 to buckets - 1, 0 being padding.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
public sealed class TfIdfCentroids(int buckets, int ways) : FittedLearner(Losses.CrossEntropy)
{
    private const string Centroids = "centroids";

    /// <summary>Counts in how many texts each token comes.</summary>
    /// <param name="train">x: Int32 [tasks; n, length] of the training texts; rows of weight 0 do not count.</param>
    /// <param name="validation">Not looked at: nothing is chosen.</param>
    /// <param name="key">Not used.</param>
    /// <returns>idf [buckets]</returns>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(train);
        return new(("idf", Idf(buckets, train.X, train.Weight)));
    }

    /// <summary>How rare each token is: 1 + ln((1 + texts) / (1 + texts with it)).</summary>
    /// <param name="buckets">How many tokens there are.</param>
    /// <param name="x">Int32 [tasks; n, length], or [n, length]: texts.</param>
    /// <param name="weight">[tasks; n]: texts of weight 0 do not count; null: all do.</param>
    /// <returns>[buckets], at least 1, for padding too.</returns>
    public static Tensor Idf(int buckets, Tensor x, Tensor? weight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[]? weights = weight?.ToDoubles();
        int[][] texts = [.. x.ToArray<int>().Chunk(x.Shape[1]).Where((_, i) => weights is null || weights[i] > 0)];
        var counts = texts.SelectMany(t => t.Distinct()).CountBy(token => token).ToDictionary();
        return Tensor.Of([.. Enumerable.Range(0, buckets).Select(token => (float)(1 + Math.Log((1.0 + texts.Length) / (1 + counts.GetValueOrDefault(token)))))], [buckets]);
    }

    /// <summary>All tokens as rare as each other, until <see cref="Fit"/> has counted.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("idf", Tensor.Ones([buckets])));

    /// <returns>idf, and the centroids [tasks; buckets, ways], of length 1; 0 for a class without examples.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var idf = meta["idf"];
        var texts = Unit(Values(idf, support.X).ScatterAddAlong(support.X, -1, buckets), -1);
        var members = support.Y.OneHot(ways, idf.DType);
        if (support.Weight is { } weight) members *= weight.Cast(idf.DType).Expand(-1);
        return new([.. meta.PerTask(support.X.Tasks), (Centroids, Unit(texts.Transpose().MatMul(members), 0))]);
    }

    /// <returns>The cosine of the angle to every centroid: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null)
    {
        var values = Unit(Values(adapted["idf"], x), -1);
        return values.Expand(1).MatMul(adapted[Centroids].Take(x)).Reshape([x.Shape[0], ways]);
    }

    /// <summary>The idf of every token, 0 for padding: [tasks; n, length].</summary>
    private static Tensor Values(Tensor idf, Tensor x) => x.NotEqualTo(0).Where(idf.Take(x), 0.0);

    private static Tensor Unit(Tensor x, int axis)
    {
        var squares = x.Power(2).Sum(axis, keep: true);
        return x / (squares > 0.0).Where(squares, 1.0).Sqrt();
    }
}
