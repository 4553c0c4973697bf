namespace Metamorph.Learning;

/// <summary>The mean of the support targets, whatever x is: a rival that knows the new task and nothing else. It has no meta-parameters.</summary>
/// <param name="loss">What predictions are judged by; null: the squared error.</param>
public sealed class SupportMean(Loss? loss = null) : FittedLearner(loss ?? Losses.SquaredError)
{
    /// <summary>Nothing is to be found.</summary>
    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key) => ParameterSet.Empty;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <returns>mean [tasks; outputs]; 0 of a task without rows.</returns>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        ArgumentNullException.ThrowIfNull(support);
        return new(("mean", support.MeanRow(support.Y)));
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => adapted["mean"].BroadcastTo([x.Shape[0], adapted["mean"].Shape[0]]);
}
