namespace Metamorph.Learning;

/// <summary>A mapping from meta-parameters to an optimizer: the inner rule, fixed or learned. Every gradient-based learner takes one.</summary>
/// <param name="Init">The rule's meta-parameters, given the parameters that it is to adapt; empty for a fixed rule.</param>
/// <param name="Of">The optimizer for given meta-parameters.</param>
public sealed record InnerRule(Func<ParameterSet, Key, ParameterSet> Init, Func<ParameterSet, Optimizer> Of)
{
    /// <summary>Whether the meta-parameters are the state that the optimizer begins with.</summary>
    internal bool IsState { get; private init; }

    /// <summary>A rule that is not learned.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static implicit operator InnerRule(Optimizer optimizer) => new((_, _) => ParameterSet.Empty, _ => optimizer);

    /// <summary>
    /// An optimizer that begins each task with a state which is a meta-parameter, and not with nothing: <see cref="Reptile"/> moves it, as it moves the start,
    /// towards where adaptation leads. Adam's mean squares are then known before the first step, which would else follow the signs of the gradient alone.
    /// The outer optimizer is gradient descent with a rate of at most 1: the state then stays a mean of states, and mean squares stay positive.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <returns>The rule; its meta-parameters are the optimizer's state: <c>step</c> [], and moments under their names.</returns>
    public static InnerRule Continued(Optimizer optimizer) => new(
        (start, _) => optimizer.Init(start).Cast(DType.Float32),
        state => optimizer with { Init = parameters => state.PerTask(parameters.Tensors[0].Tasks) }) { IsState = true };

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

    /// <summary>
    /// A learned optimizer: an LSTM that reads the gradient of one entry and says its update, the same for all entries, each with a state of
    /// its own (Andrychowicz et al. 2016, https://arxiv.org/abs/1606.04474, section 2.1; one layer, the gradient as it is).
    /// </summary>
    /// <param name="hidden">Features of the LSTM's state.</param>
    /// <param name="scale">What the output is multiplied by, so that first updates are small.</param>
    /// <returns>The rule; its meta-parameters are <c>lstm/...</c> and <c>out/weight</c> [hidden, 1].</returns>
    public static InnerRule Lstm(int hidden, double scale = 0.1)
    {
        var (cell, output) = (new LstmCell(1, hidden), new Linear(hidden, 1) { Bias = false });
        return new(
            (_, key) => ParameterSet.Join(("lstm", cell.Init(key.Fold(0))), ("out", output.Init(key.Fold(1)))),
            phi => new(
                parameters => cell.Start(parameters.Size, parameters.Tensors[0].DType, parameters.Tensors[0].Tasks),
                (gradient, state, parameters) =>
                {
                    var (h, next) = cell.Step(phi.At("lstm"), gradient.Flatten().Expand(-1), state);
                    return (parameters.Unflatten((scale * output.Apply(phi.At("out"), h)).Flatten()), next);
                }));
    }
}
