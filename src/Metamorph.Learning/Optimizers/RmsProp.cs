namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>
    /// The gradient divided by the root of its running mean square (Tieleman and Hinton 2012). Epsilon stands under the root, as its
    /// square: the derivative of a root at 0 is infinite, and a meta-gradient passes here.
    /// </summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">How much of the mean square stays. Not given: 0.9.</param>
    /// <param name="epsilon">The least divisor. Not given: 1e-8.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer RmsProp(Rate rate, Tensor? decay = null, double epsilon = 1e-8) => new(
        parameters => OptimizerState.Start(parameters, 0, "square"),
        (gradient, state, _) =>
        {
            var kept = decay ?? 0.9;
            var square = kept * state.AtOrEmpty("square") + (1.0 - kept) * (gradient * gradient);
            return (-rate.Times(gradient * square.Map(s => (s + epsilon * epsilon).Rsqrt()), OptimizerState.Step(state)), OptimizerState.Next(state, square));
        });
}
