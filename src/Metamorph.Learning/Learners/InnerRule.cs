namespace Metamorph.Learning;

/// <summary>A mapping from meta-parameters to an optimizer: the inner rule, fixed or learned. Every gradient-based learner takes one.</summary>
/// <param name="Init">The rule's meta-parameters, given the parameters that it is to adapt; empty for a fixed rule.</param>
/// <param name="Of">The optimizer for given meta-parameters.</param>
public sealed record InnerRule(Func<ParameterSet, Key, ParameterSet> Init, Func<ParameterSet, Optimizer> Of)
{
    /// <summary>A rule that is not learned.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static implicit operator InnerRule(Optimizer optimizer) => new((_, _) => ParameterSet.Empty, _ => optimizer);

    /// <summary>An optimizer whose one rate is a meta-parameter, <c>rate</c> [].</summary>
    /// <param name="first">The rate to begin with.</param>
    /// <param name="of">The optimizer of a rate.</param>
    /// <returns>The rule.</returns>
    public static InnerRule OneRate(double first, Func<Tensor, Optimizer> of) => new((_, _) => new(("rate", Tensor.Full(first, []))), rule => of(rule["rate"]));

    /// <summary>Gradient descent with a learned rate for every entry, which may become negative (Li et al. 2017, "Meta-SGD", https://arxiv.org/abs/1707.09835, eq. 1).</summary>
    /// <param name="first">The rates to begin with.</param>
    /// <returns>The rule.</returns>
    public static InnerRule RatePerEntry(double first) => new(
        (start, _) => start.Map(p => Tensor.Full(first, p.Shape, p.DType)), rates => Optimizers.Sgd(rates));

    /// <summary>
    /// Gradient descent with a learned rate for every parameter tensor and step (Antoniou et al. 2018, "How to train your MAML",
    /// https://arxiv.org/abs/1810.09502, "LSLR"). Beyond the trained steps the last step's rates hold.
    /// </summary>
    /// <param name="first">The rates to begin with.</param>
    /// <param name="steps">The number of steps that get rates of their own.</param>
    /// <returns>The rule; its meta-parameters are [steps] for every parameter tensor.</returns>
    public static InnerRule RatePerLayerAndStep(double first, int steps) => new(
        (start, _) => start.Map(p => Tensor.Full(first, [steps], p.DType)),
        rates => Optimizers.Sgd(Rate.Of(step => rates.Map(r => r.Take(step.Minimum(steps - 1.0).Cast(DType.Int32))))));
}
