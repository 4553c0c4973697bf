namespace Metamorph.Learning;

/// <summary>
/// Logistic regression of several classes on the support rows alone: the minimum of the sum over rows of w (-log softmax(x W + b)) plus penalty / 2 |W|^2, the intercept
/// not penalised. A rival that knows the new task, and of the others only how much to trust a few rows, by a penalty that was chosen on validation tasks. Its
/// one meta-parameter is that <c>penalty</c> []. With a trained embedding before it, it is the baseline of Tian et al. 2020 (https://arxiv.org/abs/2003.11539), a readout of <see cref="FrozenFeatures"/>.
/// </summary>
/// <param name="ways">The number of classes of a task, or the most that a task has.</param>
/// <param name="loss">Of logits and labels; null: the cross-entropy.</param>
/// <param name="penalties">To choose from, above 0; null: <see cref="Penalties"/>.</param>
public sealed class LogisticRegression(int ways, Loss? loss = null, IReadOnlyList<double>? penalties = null) : FittedLearner(loss ?? Losses.CrossEntropy)
{
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
        var (weight, bias) = LogisticSolution.Of(support with { X = support.X.Flatten(1) }, meta["penalty"], ways);
        return new ParameterSet(("weight", weight), ("bias", bias)).Cast(support.X.DType).PerTask(support.X.Tasks);
    }

    /// <returns>Logits: [tasks; n, ways].</returns>
    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => x.Flatten(1).MatMul(adapted["weight"]) + adapted["bias"];
}
