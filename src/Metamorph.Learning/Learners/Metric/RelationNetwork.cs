namespace Metamorph.Learning;

/// <summary>
/// Learns how to compare: the maps of a class, summed over its support examples, and those of a query are put one behind the other, and a second network says
/// how well they fit, from 0 to 1 (Sung et al. 2018, https://arxiv.org/abs/1711.06025, equation 1). What is predicted are the logarithms of these
/// scores: the largest is the class's, classes that a task does not have, at minus infinity, have a score of 0, and a softmax gives each class its share
/// of all scores. Meta-parameters: <c>embedding/...</c> and <c>relation/...</c>; measured statistics of the relation module are under <c>statistics/relation/...</c>.
/// Support, queries and pairs each pass through batch norms by themselves, as in the authors' code.
/// Deviations: the loss is the paper's sum over classes (equation 3) and a mean over queries, where the authors' code takes the mean over both; weights are drawn
/// as elsewhere here.
/// </summary>
/// <param name="embedding">From x [tasks; n, ...] to maps [tasks; n, channels, height, width], or vectors [tasks; n, features].</param>
/// <param name="relation">From pairs, the class first, [tasks; n, 2 channels, height, width] to [tasks; n, 1], the number whose sigmoid is the score.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <param name="loss">Of logarithms of scores and labels; null: the paper's squared error of scores to 1 for the query's class and 0 for others.</param>
public sealed class RelationNetwork(Module embedding, Module relation, int ways, Loss? loss = null) : MetricLearner(embedding, loss ?? ScoreError)
{
    private const string Relation = "relation", Sums = "classes/sums", Present = "classes/present";

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => (BatchNormKind)Math.Max((int)base.BatchNormKind, (int)relation.BatchNormKind);

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new([.. base.Init(key.Fold(0)), .. ParameterSet.Join((Relation, relation.Init(key.Fold(1))))]);

    /// <returns>The meta-parameters, classes/sums [tasks; ways, channels, height, width], and classes/present [tasks; ways] where the support says which classes there are.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) =>
        With(meta, Embed(meta, support.X, new() { Key = key, Weight = support.Weight }), support);

    /// <returns>Logarithms of scores: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null)
    {
        var (pairs, weight) = Pairs(adapted, Embed(adapted, x, context), context?.Weight);
        var scores = relation.Apply(adapted.AtOrEmpty(Relation), pairs, (Running(adapted, context) ?? new()).Part(1, Relation) with { Weight = weight });
        return -(-scores).Softplus().Reshape([x.Shape[0], ways]);
    }

    /// <summary>The statistics of the batch norms of embedding and relation module over tasks.</summary>
    /// <inheritdoc/>
    public override ParameterSet Measure(ParameterSet meta, Episode tasks, Key key)
    {
        var maps = base.Measure(meta, tasks, key);
        var plain = WithoutStatistics(meta);
        var (support, query) = Together(plain, tasks, key);
        var (pairs, weight) = Pairs(With(plain, support, tasks.Support), query, tasks.Query.Weight);
        return new([.. maps, .. ParameterSet.Join((Relation, Learning.Statistics.Measure(relation, plain.AtOrEmpty(Relation), [new(pairs, pairs, weight)], key)))]);
    }

    private ParameterSet With(ParameterSet meta, Tensor maps, Batch support)
    {
        var members = SupportClasses.Members(support, ways, maps.DType).Transpose();
        var sums = members.MatMul(maps.Flatten(1)).Reshape([ways, .. maps.Shape.Skip(1)]);
        var all = meta.PerTask(support.X.Tasks).Append((Sums, sums));
        return new(support.Classes is { } classes ? all.Append((Present, classes.Cast(maps.DType).PerTask(support.X.Tasks))) : all);
    }

    /// <summary>Every query beside every class: [tasks; n ways, 2 channels, ...], and which of these pairs count.</summary>
    private (Tensor Pairs, Tensor? Weight) Pairs(ParameterSet adapted, Tensor maps, Tensor? weight)
    {
        int rows = maps.Shape[0];
        Shape all = [rows, ways, .. maps.Shape.Skip(1)];
        var pairs = Tensor.Concatenate([adapted[Sums].BroadcastTo(all), maps.Expand(1).BroadcastTo(all)], 2);
        var present = adapted.Names.Contains(Present) ? adapted[Present] : null;
        var counted = weight is null && present is null ? null
            : (weight?.Cast(maps.DType) ?? Tensor.Ones([rows], maps.DType)).Expand(-1) * (present ?? Tensor.Ones([ways], maps.DType));
        return (pairs.Reshape([rows * ways, .. pairs.Shape.Skip(2)]), counted?.Flatten());
    }

    private static Tensor ScoreError(Tensor predicted, Tensor target) =>
        (predicted.Exp() - target.OneHot(predicted.Shape[^1], predicted.DType)).Power(2).Sum(-1);
}
