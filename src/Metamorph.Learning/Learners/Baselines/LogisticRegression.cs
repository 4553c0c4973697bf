namespace Metamorph.Learning;

/// <summary>
/// Logistic regression of several classes on the support rows alone: the minimum of the sum over rows of w (-log softmax(x W + b)) plus penalty / 2 |W|^2, the intercept
/// not penalised. A rival that knows the new task, and of the others only how much to trust a few rows, by a penalty that was chosen on validation tasks. Its
/// one meta-parameter is that <c>penalty</c> []. With a trained embedding before it, it is the baseline of Tian et al. 2020 (https://arxiv.org/abs/2003.11539), a readout of <see cref="FrozenFeatures"/>.
/// </summary>
/// <remarks>
/// It takes a fixed number of steps of Böhning 1992 ("Multinomial logistic regression algorithm"): the Hessian of a row's loss by its logits is at most 1/2, so that
/// one matrix, x'x / 2 + penalty, serves all steps as Newton's would; with Nesterov's momentum k / (k + 3) between them. W = x'V is sought by V, a row for each support row.
/// </remarks>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <param name="loss">Of logits and labels; null: the cross-entropy.</param>
/// <param name="penalties">To choose from, above 0; null: <see cref="Penalties"/>.</param>
public sealed class LogisticRegression(int ways, Loss? loss = null, IReadOnlyList<double>? penalties = null) : FittedLearner(loss ?? Losses.CrossEntropy)
{
    // Of five classes of five unit vectors, probabilities of new ones are then within 2e-5 of those of the minimum with a penalty of 0.1, and within 0.011 with
    // 0.001, where no largest one changes any more.
    private const int Steps = 100;

    /// <summary>Penalties to choose from where none are given: 0.001 to 100, each ten times the one before.</summary>
    public static IReadOnlyList<double> Penalties { get; } = [0.001, 0.01, 0.1, 1, 10, 100];

    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Best((penalties ?? Penalties).Select(p => new ParameterSet(("penalty", Tensor.Full(p, [], train.X.DType)))), validation, key);
    }

    /// <summary>A penalty of 1.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("penalty", Tensor.Ones([])));

    /// <returns>weight [tasks; features, ways], bias [tasks; ways]; zeros for a task without rows.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        var (x, y, penalty) = (support.X.Flatten(1).Cast(DType.Float64), support.Y.OneHot(ways, DType.Float64), meta["penalty"].Cast(DType.Float64));
        var weight = (support.Weight?.Cast(DType.Float64) ?? Tensor.Ones([support.Rows], DType.Float64)).Expand(-1);
        var (root, total) = (weight.Sqrt(), weight.Sum());
        total = (total > 0.0).Where(total, 1.0);

        // Around the mean, a step of the intercept is the mean residual and independent of that of W. Logits of the rows are (x - mean) z' V + level.
        var mean = (weight * x).Sum(0) / total;
        var z = root * (x - mean);
        var kernel = (x - mean).MatMul(z.Transpose());
        var unit = Tensor.Eye(support.Rows, DType.Float64);
        var inverse = (0.5 * z.MatMul(z.Transpose()) + penalty * unit).SolvePositiveDefinite(unit);
        var (v, level) = (Tensor.Zeros([support.Rows, ways], DType.Float64), Tensor.Zeros([ways], DType.Float64));
        var (lastV, lastLevel) = (v, level);
        for (int k = 0; k < Steps; k++)
        {
            double momentum = k / (k + 3.0);
            var (aheadV, aheadLevel) = (v + momentum * (v - lastV), level + momentum * (level - lastLevel));
            var residual = support.Masked(kernel.MatMul(aheadV) + aheadLevel).Softmax() - y;
            (lastV, lastLevel) = (v, level);
            v = aheadV - inverse.MatMul(root * residual + penalty * aheadV);
            level = aheadLevel - (weight * residual).Sum(0) * (2.0 / total);
        }

        var slope = z.Transpose().MatMul(v);
        return new ParameterSet(("weight", slope), ("bias", level - mean.Expand(0).MatMul(slope).Flatten())).Cast(support.X.DType).PerTask(support.X.Tasks);
    }

    /// <returns>Logits: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => x.Flatten(1).MatMul(adapted["weight"]) + adapted["bias"];
}
