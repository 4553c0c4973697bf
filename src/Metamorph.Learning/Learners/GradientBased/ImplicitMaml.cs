namespace Metamorph.Learning;

/// <summary>
/// MAML whose inner problem holds the parameters near the start, minimises loss + strength / 2 |parameters - start|^2 by as many steps as
/// one likes, and is differentiated as that minimum: the meta-gradient (1 + H / strength)^-1 g is found by conjugate gradients, with no
/// memory of the path (Rajeswaran et al. 2019, https://arxiv.org/abs/1909.04630, algorithm 1 and lemma 1). It is the gradient of the
/// unrolled loop as far as the loop has converged.
/// Deviations: the proximal term is in every inner step, where the authors' code adds it after the last; and no damping is added to
/// H, which changes the answer: a loss that is not convex needs a strength above its most negative curvature instead.
/// </summary>
/// <param name="loop">The paper's lambda, its <see cref="Implicit.Strength"/>, and when conjugate gradients stop; the paper takes 5 iterations.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class ImplicitMaml(Module module, Loss loss, InnerRule rule, int steps, Implicit loop) : GradientLearner(module, loss, rule, steps, loop);
