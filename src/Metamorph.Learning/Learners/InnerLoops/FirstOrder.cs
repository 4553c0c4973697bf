namespace Metamorph.Learning;

/// <summary>
/// The gradients of the inner steps are constants: first-order MAML (Finn et al. 2017, section 5.2). Rates and decays of the rule
/// are differentiated all the same.
/// </summary>
public sealed record FirstOrder : Unrolled
{
    /// <inheritdoc/>
    public override bool Exact => false;

    private protected override ParameterSet GradientAt(Func<ParameterSet, int, Tensor> loss, ParameterSet parameters, int step) =>
        base.GradientAt(loss, parameters.Stop(), step).Stop();
}
