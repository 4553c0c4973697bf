namespace Metamorph.Learning;

/// <summary>
/// A ridge regression of the support rows alone: a rival that knows the new task, and of the others only how much to trust a few rows.
/// Slopes are shrunk to 0, and with them the prediction to the support's mean, by a penalty that was chosen on validation tasks. Its one
/// meta-parameter is that <c>penalty</c> [].
/// </summary>
/// <param name="loss">What predictions are judged by; null: the squared error.</param>
/// <param name="penalties">To choose from, above 0; null: <see cref="PooledRidge.Penalties"/>.</param>
public sealed class SupportRidge(Loss? loss = null, IReadOnlyList<double>? penalties = null) : FittedLearner(loss ?? Losses.SquaredError)
{
    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Best((penalties ?? PooledRidge.Penalties).Select(p => new ParameterSet(("penalty", Tensor.Full(p, [], train.X.DType)))), validation, key);
    }

    /// <summary>A penalty of 1.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("penalty", Tensor.Ones([])));

    /// <returns>weight [tasks; features, outputs], bias [tasks; outputs]</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        return RidgeRegression.PerTask(support, meta["penalty"]);
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => x.MatMul(adapted["weight"]) + adapted["bias"];
}
