namespace Metamorph.Learning;

public static partial class Optimizers
{
    /// <summary>
    /// Adam (Kingma and Ba 2014, https://arxiv.org/abs/1412.6980, algorithm 1): running means of the gradient and of its square,
    /// both corrected for their start at 0. Deviation: epsilon stands under the root, as its square, since the derivative of a
    /// root at 0 is infinite and a meta-gradient passes here; the least divisor is epsilon all the same.
    /// </summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="firstDecay">How much of the mean stays. Not given: 0.9.</param>
    /// <param name="secondDecay">How much of the mean square stays. Not given: 0.999.</param>
    /// <param name="epsilon">The least divisor. Not given: 1e-8.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer Adam(Rate rate, Tensor? firstDecay = null, Tensor? secondDecay = null, double epsilon = 1e-8) =>
        Adam(rate, null, firstDecay ?? 0.9, secondDecay ?? 0.999, epsilon);

    /// <summary>Adam with weights that decay beside it, by rate times decay times the weight (Loshchilov and Hutter 2017, https://arxiv.org/abs/1711.05101, algorithm 2).</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="weightDecay">How fast weights decay.</param>
    /// <param name="firstDecay">How much of the mean stays. Not given: 0.9.</param>
    /// <param name="secondDecay">How much of the mean square stays. Not given: 0.999.</param>
    /// <param name="epsilon">The least divisor. Not given: 1e-8.</param>
    /// <returns>The optimizer.</returns>
    public static Optimizer AdamW(Rate rate, Tensor weightDecay, Tensor? firstDecay = null, Tensor? secondDecay = null, double epsilon = 1e-8) =>
        Adam(rate, weightDecay, firstDecay ?? 0.9, secondDecay ?? 0.999, epsilon);

    private static Optimizer Adam(Rate rate, Tensor? weightDecay, Tensor beta1, Tensor beta2, double epsilon) => new(
        parameters => OptimizerState.Start(parameters, 0, "first", "second"),
        (gradient, state, parameters) =>
        {
            var steps = OptimizerState.Step(state) + 1.0;
            var first = beta1 * state.AtOrEmpty("first") + (1.0 - beta1) * gradient;
            var second = beta2 * state.AtOrEmpty("second") + (1.0 - beta2) * (gradient * gradient);
            var (correct1, correct2) = (Correction(beta1, steps), Correction(beta2, steps));
            var direction = first.Zip(second, (m, v) => correct1 * m * (correct2 * v + epsilon * epsilon).Rsqrt());
            if (weightDecay is not null) direction += weightDecay * parameters;
            return (-rate.Times(direction, OptimizerState.Step(state)), OptimizerState.Next(state, first, second));
        });

    /// <summary>
    /// 1 / (1 - beta^steps), which undoes the start at 0. As expm1: a beta near 1 in Float32 would lose its digits in the
    /// difference. The least addend keeps the logarithm, and the derivative by a learned beta, finite at beta = 0.
    /// </summary>
    private static Tensor Correction(Tensor beta, Tensor steps) => (-(steps * (beta + 1e-30).Log()).Expm1()).Reciprocal();
}
