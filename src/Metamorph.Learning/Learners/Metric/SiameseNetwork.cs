namespace Metamorph.Learning;

/// <summary>
/// Learns whether two examples are of one class: the same embedding of both, a weighted L1 distance, and a sigmoid (Koch et al. 2015, "Siamese
/// neural networks for one-shot image recognition", section 3.1): P(same) = sigmoid(b + sum of a_j |f_j - g_j|). It is trained on the pairs of queries and support
/// examples of an episode by the binary cross-entropy (section 3.2). A query is of the class to whose support examples it is the likest:
/// what is predicted are log-odds of "same", the mean over a class's examples, so that a softmax gives each class its probability given that exactly one is the same.
/// Meta-parameters: <c>embedding/...</c>, and <c>same/weight</c> [features] and <c>same/bias</c> [].
/// Deviations: equal and unequal pairs count half each by their weights, where the paper draws as many of both; the bias b, without which a pair of equals has a
/// probability of 1/2; a begins at -1 / features, so that the likeliest are the nearest from the start; and the penalty on weights is left to the optimizer.
/// In training support and query pass through the embedding together, so that batch statistics cover both.
/// </summary>
/// <param name="embedding">From x [tasks; n, ...] to vectors [tasks; n, features]; the paper's ends with sigmoids.</param>
/// <param name="features">Features of the embedding.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
public sealed class SiameseNetwork(Module embedding, int features, int ways) : MetricLearner(embedding, Losses.CrossEntropy)
{
    private const string Same = "same", Weight = "same/weight", Bias = "same/bias", Vectors = "support/vectors", Members = "support/classes";

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) =>
        new([.. base.Init(key), .. ParameterSet.Join((Same, new(("weight", Tensor.Full(-1.0 / features, [features])), ("bias", Tensor.Zeros([])))))]);

    /// <returns>The meta-parameters, support/vectors [tasks; n, features] and support/classes [tasks; n, ways], a row's weight at its class.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var vectors = Embed(meta, support.X, new() { Key = key, Weight = support.Weight });
        var members = SupportClasses.Members(support, ways, vectors.DType).PerTask(support.X.Tasks);
        return new([.. meta.PerTask(support.X.Tasks), (Vectors, vectors), (Members, members)]);
    }

    /// <returns>Log-odds of being the same, the mean over the examples of each class: [tasks; n, ways]; -1e30 of a class without examples.</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null)
    {
        var (odds, members) = (LogOdds(adapted, Embed(adapted, x, context), adapted[Vectors]), adapted[Members]);
        var counts = members.Sum(0);
        return SupportClasses.OfSeen(odds.MatMul(members) / (counts > 0.0).Where(counts, 1.0), members);
    }

    /// <summary>The mean of the cross-entropy over pairs of the same class, and over others, half each: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (support, query) = Together(meta, tasks, key);
        var odds = LogOdds(meta, query, support);
        var (rows, others) = (SupportClasses.Members(tasks.Query, ways, odds.DType), SupportClasses.Members(tasks.Support, ways, odds.DType));

        // The product of both weights, for pairs of one class and for all.
        var (same, all) = (rows.MatMul(others.Transpose()), rows.Sum(-1, keep: true) * others.Sum(-1));
        return 0.5 * (Mean(same, (-odds).Softplus()) + Mean(all - same, odds.Softplus()));

        static Tensor Mean(Tensor weight, Tensor errors)
        {
            var total = weight.Sum();
            return (weight * errors).Sum() / (total > 0.0).Where(total, 1.0);
        }
    }

    /// <summary>Of every row [tasks; n, features] with every other [tasks; m, features]: [tasks; n, m].</summary>
    private static Tensor LogOdds(ParameterSet parameters, Tensor rows, Tensor others) =>
        ((rows.Expand(1) - others).Abs() * parameters[Weight]).Sum(-1) + parameters[Bias];
}
