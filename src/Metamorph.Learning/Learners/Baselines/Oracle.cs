namespace Metamorph.Learning;

/// <summary>
/// What could be reached if nothing had to be learned from the support set: a model that is told the parameters of its task as further
/// features of x, trained on all tasks together, and not adapted (Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5.1,
/// "oracle"). Its tasks have them in x, as <see cref="Sinusoids.Revealed"/>.
/// </summary>
/// <param name="module">The model; its inputs are the features and the task's parameters.</param>
/// <param name="loss">What predictions are judged by.</param>
public sealed class Oracle(Module module, Loss loss) : FewShotLearner(loss)
{
    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => module.BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => module.Init(key);

    /// <summary>The parameters as they are, for every task.</summary>
    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) => meta.PerTask(support.X.Tasks);

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => module.Apply(adapted, x, context);
}
