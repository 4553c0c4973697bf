namespace Metamorph.Learning;

/// <summary>
/// Training from scratch on the support set: Adam from a start that is drawn anew and knows of no other task. Only its rate and
/// its number of steps are learned from others: those of a grid that do best on validation tasks. Meta-parameters: <c>rate</c> and <c>steps</c> [].
/// </summary>
/// <inheritdoc cref="FineTuned(Module, Loss, IReadOnlyList{double}, IReadOnlyList{int})"/>
public sealed class Scratch(Module module, Loss loss, IReadOnlyList<double>? rates = null, IReadOnlyList<int>? steps = null) : FittedLearner(loss)
{
    // Plain gradient descent from a fresh start diverges on some tasks at any rate that moves the others: Adam makes a stronger rival.
    private readonly FineTuned descent = new(module, loss, rates, steps ?? [1, 5, 10, 50, 100, 200]) { Rule = rate => Optimizers.Adam(rate) };

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => module.BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Fit(Batch train, Episode validation, Key key)
    {
        var (startKey, noiseKey) = key.Split();
        return Chosen(descent.Tune(module.Init(startKey).Cast(train.X.DType), validation, noiseKey));
    }

    /// <summary>A rate of 0.01 and one step.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => Chosen(descent.Init(key));

    /// <summary>Descends from a start drawn from the key, the same for the tasks side by side.</summary>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key)
    {
        var (startKey, noiseKey) = key.Split();
        return descent.Adapt(new([.. meta, .. ParameterSet.Join(("start", module.Init(startKey).Cast(meta["rate"].DType)))]), support, noiseKey);
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => descent.Predict(adapted, x, context);

    private static ParameterSet Chosen(ParameterSet meta) => meta.Where(name => name is "rate" or "steps");
}
