namespace Metamorph.Learning;

/// <summary>
/// Checkpointed, and every inner gradient is differentiated forward over reverse: the derivative of a gradient along the cotangent
/// is one more tangent pass, and no backward pass is ever recorded for another (Kemaev et al. 2025, "MixFlow-MG",
/// https://arxiv.org/abs/2505.00793). Works with any rule and its state.
/// </summary>
public sealed record Mixed : Checkpointed
{
    private protected override ParameterSet GradientAt(Func<ParameterSet, int, Tensor> loss, ParameterSet parameters, int step) =>
        Gradient.Mixed(p => loss(p, step), parameters);
}
