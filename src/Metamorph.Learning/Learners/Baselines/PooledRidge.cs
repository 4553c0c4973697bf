namespace Metamorph.Learning;

/// <summary>
/// The plainest rival of every meta-learner on regression: one linear model of all rows of all training tasks together, which predicts
/// for a new task without a look at its support set. A meta-learner that does not beat it has learned nothing from the support.
/// Meta-parameters: <c>weight</c> [features, outputs], <c>bias</c> [outputs] and the chosen <c>penalty</c> [].
/// </summary>
/// <remarks>Ridge regression (Hoerl and Kennard 1970): the minimum of the sum over rows of w |y - x W - b|^2 plus penalty |W|^2, the intercept b not penalised.</remarks>
/// <param name="features">Features of x.</param>
/// <param name="outputs">Outputs to be predicted.</param>
/// <param name="loss">What predictions are judged by; null: the squared error.</param>
/// <param name="penalties">To choose from; null: <see cref="Penalties"/>.</param>
public sealed class PooledRidge(int features, int outputs = 1, Loss? loss = null, IReadOnlyList<double>? penalties = null) : FittedLearner(loss ?? Losses.SquaredError)
{
    private readonly Linear model = new(features, outputs) { Weight = Initializers.Zeros };

    /// <summary>Penalties to choose from where none are given: 0.01 to 10000000.</summary>
    public static IReadOnlyList<double> Penalties => RidgeRegression.Penalties;

    /// <summary>Fits the model.</summary>
    /// <param name="rows">x: [tasks; n, features] and y: [tasks; n, outputs] of the training tasks, or [n, features] and [n, outputs] without tasks; their weights count.</param>
    /// <param name="penalty">At least 0; above 0 where features depend on each other linearly.</param>
    /// <returns>weight, bias and penalty, in the dtype of <paramref name="rows"/> and without tasks: this learner's meta-parameters.</returns>
    /// <exception cref="ShapeException">Inputs or targets are no matrices.</exception>
    /// <exception cref="ArgumentException">The penalty is negative or not finite, or no row counts.</exception>
    /// <exception cref="ArithmeticException">The features depend on each other linearly and the penalty is 0 or next to it.</exception>
    public static ParameterSet Fit(Batch rows, double penalty)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(double.IsFinite(penalty) && penalty >= 0)) throw new ArgumentException($"PooledRidge: a penalty of {penalty}. Expected a finite number of at least 0.");
        double total = rows.Weight is { } weight ? (double)weight.Sum().SumOverTasks() : rows.Rows;
        if (!(total > 0)) throw new ArgumentException($"PooledRidge: the rows {rows.X.Form} have a weight of {total} together. Expected more than 0.");
        return new([.. RidgeRegression.Pooled(rows, penalty), ("penalty", Tensor.Full(penalty, [], rows.X.DType))]);
    }

    /// <summary>Fits the model with each of the penalties and keeps the one that does best on the validation tasks, all their rows together.</summary>
    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        ArgumentNullException.ThrowIfNull(validation);
        if (penalties is { Count: 0 }) throw new ArgumentException("PooledRidge: no penalties to choose from. Expected at least one.");

        // Nothing is adapted, so that the support is as good to choose by as the query.
        return Best((penalties ?? Penalties).Select(p => Fit(train, p)), validation with { Query = validation.Support.Join(validation.Query) }, key);
    }

    /// <summary>Zeros, to be replaced by what <see cref="Fit(Batch, Episode, Key)"/> finds.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new([.. model.Init(key), ("penalty", Tensor.Zeros([]))]);

    /// <summary>The fitted parameters as they are, for every task.</summary>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) => meta.PerTask(support.X.Tasks);

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => model.Apply(adapted, x);
}
