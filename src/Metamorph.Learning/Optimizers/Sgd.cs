namespace Metamorph.Learning;

/// <summary>Known optimizers. Every number that they take may be a tensor and is then differentiable.</summary>
public static partial class Optimizers
{
    /// <summary>Gradient descent: the update is -rate times the gradient.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Sgd(Rate rate) => new(
        parameters => OptimizerState.Start(parameters, 0),
        (gradient, state, _) => (-rate.Times(gradient, OptimizerState.Step(state)), OptimizerState.Next(state)));
}
