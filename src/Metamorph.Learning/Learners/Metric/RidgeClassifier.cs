namespace Metamorph.Learning;

/// <summary>
/// A ridge regression in closed form from embeddings to one-hot labels, differentiated (Bertinetto et al. 2019, "R2-D2",
/// https://arxiv.org/abs/1805.08136, equations 4 and 5; the ridge variant of Lee et al. 2019, "MetaOptNet", https://arxiv.org/abs/1904.03758): W is the
/// minimum of the sum over support rows of w |y - h W|^2 plus a |W|^2, found through the smaller of two matrices, and logits are s h W + b. The penalty a, by its
/// logarithm, the scale s and the bias b are learned, one number each. Meta-parameters: <c>embedding/...</c>, <c>ridge/penalty</c>, <c>ridge/scale</c> and <c>ridge/bias</c> [].
/// In training support and query pass through the embedding together, so that batch statistics cover both.
/// It is solved in 64 bits, as a regression of numbers is by <see cref="RidgeHead"/>.
/// </summary>
/// <param name="embedding">From x [tasks; n, ...] to vectors [tasks; n, features].</param>
/// <param name="loss">Of logits and labels.</param>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <param name="penalty">The penalty to begin with, above 0; Lee et al. have 50, for features of 16,000 numbers.</param>
public sealed class RidgeClassifier(Module embedding, Loss loss, int ways, double penalty = 1) : MetricLearner(embedding, loss)
{
    private const string Ridge = "ridge", Penalty = "ridge/penalty", Scale = "ridge/scale", Bias = "ridge/bias", Weight = "weight";

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => penalty > 0 && double.IsFinite(penalty)
        ? new([.. base.Init(key), .. ParameterSet.Join((Ridge, new(("penalty", Tensor.Full(Math.Log(penalty), [])), ("scale", Tensor.Ones([])), ("bias", Tensor.Zeros([])))))])
        : throw new ArgumentException($"RidgeClassifier: a penalty of {penalty}. Expected a finite number above 0.");

    /// <returns>The meta-parameters, and weight [tasks; features, ways].</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var vectors = Embed(meta, support.X, new() { Key = key, Weight = support.Weight });
        return new([.. meta.PerTask(support.X.Tasks), (Weight, Solved(meta, vectors, support))]);
    }

    /// <returns>Logits: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => Logits(adapted, Embed(adapted, x, context), adapted[Weight]);

    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (support, query) = Together(meta, tasks, key);
        return tasks.Query.Mean(Loss(tasks.Query.Masked(Logits(meta, query, Solved(meta, support, tasks.Support))), tasks.Query.Y));
    }

    private static Tensor Logits(ParameterSet parameters, Tensor vectors, Tensor weight) => parameters[Scale] * vectors.MatMul(weight) + parameters[Bias];

    private Tensor Solved(ParameterSet meta, Tensor vectors, Batch support)
    {
        // W = V exp(-log a / 2): V has a penalty of 1 on vectors exp(-log a / 2).
        var shrunk = (-0.5 * meta[Penalty].Cast(DType.Float64)).Exp();
        var root = (support.Weight?.Cast(DType.Float64) ?? Tensor.Ones([support.Rows], DType.Float64)).Sqrt().Expand(-1);
        var solved = RidgeRegression.Solved(root * shrunk * vectors.Cast(DType.Float64), root * support.Y.OneHot(ways, DType.Float64));
        return (shrunk * solved).Cast(vectors.DType);
    }
}
