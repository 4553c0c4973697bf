namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>Gradient descent with momentum: m = decay m + gradient, the update is -rate m (Polyak 1964; as in Sutskever et al. 2013).</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">How much of the momentum stays. Not given: 0.9.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Momentum(Rate rate, Tensor? decay = null) => Momentum(rate, decay ?? 0.9, ahead: false);

    /// <summary>Nesterov's momentum: m = decay m + gradient, the update is -rate (decay m + gradient) (Sutskever et al. 2013, in the form of Bengio et al. 2012, https://arxiv.org/abs/1212.0901).</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">How much of the momentum stays. Not given: 0.9.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Nesterov(Rate rate, Tensor? decay = null) => Momentum(rate, decay ?? 0.9, ahead: true);

    private static Optimizer Momentum(Rate rate, Tensor decay, bool ahead) => new(
        parameters => OptimizerState.Start(parameters, 0, "momentum"),
        (gradient, state, _) =>
        {
            var momentum = decay * state.AtOrEmpty("momentum") + gradient;
            var direction = ahead ? decay * momentum + gradient : momentum;
            return (-rate.Times(direction, OptimizerState.Step(state)), OptimizerState.Next(state, momentum));
        });
}
