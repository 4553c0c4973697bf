namespace Metamorph.Learning;

/// <summary>MAML that learns a rate for every entry of the parameters beside the start (Li et al. 2017, https://arxiv.org/abs/1707.09835, algorithm 1).</summary>
/// <param name="rate">The rates to begin with.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class MetaSgd(Module module, Loss loss, double rate, int steps, InnerLoop? loop = null)
    : GradientLearner(module, loss, InnerRule.RatePerEntry(rate), steps, loop);
