namespace Metamorph.Learning;

/// <summary>
/// The plainest rival of every meta-learner on regression: one linear model of all rows of all training tasks together, which predicts
/// for a new task without a look at its support set. A meta-learner that does not beat it has learned nothing from the support.
/// </summary>
/// <remarks>
/// Ridge regression (Hoerl and Kennard 1970): minimises sum over rows of w |y - x W - b|^2 + penalty |W|^2, the intercept b not penalised.
/// It is fitted in closed form by <see cref="Fit"/>; training by gradients, as of any learner, would do the same without the penalty.
/// </remarks>
/// <param name="features">Features of x.</param>
/// <param name="outputs">Outputs to be predicted.</param>
/// <param name="loss">What predictions are judged by; null: the squared error.</param>
public sealed class PooledRidge(int features, int outputs = 1, Loss? loss = null) : FewShotLearner(loss ?? Losses.SquaredError)
{
    private readonly Linear model = new(features, outputs) { Weight = Initializers.Zeros };

    /// <summary>Penalties to choose from where none are given: 0.01, 0.1, ..., 100000.</summary>
    public static IReadOnlyList<double> Penalties { get; } = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>Fits the model, in 64 bits whatever the dtype of the rows.</summary>
    /// <param name="rows">x: [tasks; n, features] and y: [tasks; n, outputs] of the training tasks, or [n, features] and [n, outputs] without tasks; their weights count.</param>
    /// <param name="penalty">At least 0; above 0 where features depend on each other linearly.</param>
    /// <returns>weight [features, outputs] and bias [outputs], in the dtype of <paramref name="rows"/> and without tasks: this learner's meta-parameters.</returns>
    /// <exception cref="ShapeException">Inputs or targets are no matrices.</exception>
    /// <exception cref="ArgumentException">The penalty is negative or not finite, or no row counts.</exception>
    /// <exception cref="ArithmeticException">The features depend on each other linearly and the penalty is 0 or next to it.</exception>
    public static ParameterSet Fit(Batch rows, double penalty)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(double.IsFinite(penalty) && penalty >= 0)) throw new ArgumentException($"PooledRidge: a penalty of {penalty}. Expected a finite number of at least 0.");
        if (rows.X.Rank != 2 || rows.Y.Rank != 2 || rows.X.Shape[0] != rows.Y.Shape[0])
            throw new ShapeException($"PooledRidge: inputs {rows.X.Form} and targets {rows.Y.Form}. Expected [n, features] and [n, outputs]: targets [n] become a column with y.Expand(-1).");
        var (x, y) = (rows.X.Cast(DType.Float64), rows.Y.Cast(DType.Float64));
        var weight = (rows.Weight?.Cast(DType.Float64) ?? Tensor.Ones([rows.Rows], DType.Float64)).PerTask(x.Tasks).Expand(-1);
        var total = Pooled(weight);
        if (!((double)total > 0)) throw new ArgumentException($"PooledRidge: the rows {rows.X.Form} have a weight of {(double)total} together. Expected more than 0.");

        // Around the means the intercept is 0, so that the penalty cannot reach it.
        var (meanX, meanY) = (Pooled(weight * x) / total, Pooled(weight * y) / total);
        var weighted = (weight * (x - meanX)).Transpose();
        var gram = weighted.MatMul(x - meanX).SumOverTasks() + penalty * Tensor.Eye(x.Shape[1], DType.Float64);
        var slope = gram.SolvePositiveDefinite(weighted.MatMul(y - meanY).SumOverTasks());
        var intercept = meanY - meanX.Expand(0).MatMul(slope).Flatten();
        return new ParameterSet(("weight", slope), ("bias", intercept)).Cast(rows.X.DType);

        static Tensor Pooled(Tensor t) => t.Sum(0).SumOverTasks();
    }

    /// <summary>Fits the model with each of some penalties and keeps the one whose squared error on other tasks is smallest, the mean over tasks of each task's mean.</summary>
    /// <param name="train">As in <see cref="Fit"/>.</param>
    /// <param name="validation">Rows of tasks that are not in <paramref name="train"/>, of the same form.</param>
    /// <param name="penalties">To choose from; null: <see cref="Penalties"/>. Of several that are as good the first is chosen.</param>
    /// <returns>The penalty, its error on <paramref name="validation"/> and the fitted meta-parameters.</returns>
    /// <exception cref="ArgumentException">There is no penalty to choose from.</exception>
    public static (double Penalty, double Error, ParameterSet Parameters) Choose(Batch train, Batch validation, IReadOnlyList<double>? penalties = null)
    {
        ArgumentNullException.ThrowIfNull(validation);
        if (penalties is { Count: 0 }) throw new ArgumentException("PooledRidge: no penalties to choose from. Expected at least one.");
        return (penalties ?? Penalties).Select(penalty =>
        {
            var fitted = Fit(train, penalty);
            var learner = new PooledRidge(validation.X.Shape[^1], validation.Y.Shape[^1]);
            return (Penalty: penalty, Error: (double)learner.QueryLoss(fitted, validation, Losses.SquaredError).MeanOverTasks(), Parameters: fitted);
        }).MinBy(candidate => candidate.Error);
    }

    /// <summary>Zeros, to be replaced by what <see cref="Fit"/> finds: weight [features, outputs] and bias [outputs].</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => model.Init(key);

    /// <summary>The fitted parameters as they are, for every task.</summary>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.PerTask(support.X.Tasks);
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => model.Apply(adapted, x);
}
