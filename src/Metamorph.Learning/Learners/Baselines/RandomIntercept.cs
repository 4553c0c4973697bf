namespace Metamorph.Learning;

/// <summary>
/// One linear model of all training tasks, and for every task a level of its own: the mean residual of its support rows, shrunk by
/// n v / (n v + s) where v is the variance of levels between tasks, s that of rows within one, and n the rows that count. It is the best linear
/// unbiased predictor of the level given the slopes (Henderson 1975, "Best linear unbiased estimation and prediction under a selection model").
/// Meta-parameters: <c>weight</c>, <c>bias</c> and <c>penalty</c> of a <see cref="PooledRidge"/>, <c>between</c> and <c>within</c> [outputs], the variances.
/// </summary>
/// <param name="features">Features of x.</param>
/// <param name="outputs">Outputs to be predicted.</param>
/// <param name="loss">What predictions are judged by; null: the squared error.</param>
/// <param name="penalties">To choose from by the error after adaptation; null: <see cref="PooledRidge.Penalties"/>.</param>
public sealed class RandomIntercept(int features, int outputs = 1, Loss? loss = null, IReadOnlyList<double>? penalties = null) : FittedLearner(loss ?? Losses.SquaredError)
{
    private readonly PooledRidge pooled = new(features, outputs);

    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Best((penalties ?? PooledRidge.Penalties).Select(Fitted), validation, key);

        ParameterSet Fitted(double penalty)
        {
            var line = PooledRidge.Fit(train, penalty);
            var (between, within) = VarianceComponents.Of(train with { Y = train.Y - pooled.Predict(line, train.X) });
            return new([.. line, ("between", between), ("within", within)]);
        }
    }

    /// <summary>A model of zeros with variances of 1, to be replaced by what <see cref="Fit"/> finds.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new([.. pooled.Init(key), ("between", Tensor.Ones([outputs])), ("within", Tensor.Ones([outputs]))]);

    /// <summary>The model with the task's level in its bias.</summary>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var rows = support.Weight?.Cast(support.Y.DType).Sum() ?? (double)support.Rows;
        var explained = rows * meta["between"];
        var whole = explained + meta["within"];
        var level = explained / (whole > 0.0).Where(whole, 1.0) * support.MeanRow(support.Y - pooled.Predict(meta, support.X));
        return new ParameterSet(("weight", meta["weight"]), ("bias", meta["bias"] + level)).PerTask(support.X.Tasks);
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => pooled.Predict(adapted, x);
}
