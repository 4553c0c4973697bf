namespace Metamorph.Learning;

/// <summary>
/// Model-agnostic meta-learning: a start from which a few steps of gradient descent lead to a good model for any task of a kind
/// (Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 2), with true second derivatives. The paper's inner loss sums
/// over a task's outputs where this one is a mean: a published rate for N classes is N times as large here.
/// </summary>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Maml(Module module, Loss loss, InnerRule rule, int steps, InnerLoop? loop = null) : GradientLearner(module, loss, rule, steps, loop);
