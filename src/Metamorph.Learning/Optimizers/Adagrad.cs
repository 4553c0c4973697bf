namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>The gradient divided by the root of the sum of all its squares (Duchi et al. 2011, with a diagonal matrix). Epsilon stands under the root, as its square.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="epsilon">The least divisor. Not given: 1e-8.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Adagrad(Rate rate, double epsilon = 1e-8) => new(
        parameters => OptimizerState.Start(parameters, 0, "square"),
        (gradient, state, _) =>
        {
            var square = state.AtOrEmpty("square") + gradient * gradient;
            return (-rate.Times(gradient * square.Map(s => (s + epsilon * epsilon).Rsqrt()), OptimizerState.Step(state)), OptimizerState.Next(state, square));
        });
}
