namespace Metamorph.Learning;

/// <summary>MAML whose inner gradients are constants of the meta-gradient: cheaper, and often as good (Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5.2).</summary>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class FirstOrderMaml(Module module, Loss loss, InnerRule rule, int steps) : GradientLearner(module, loss, rule, steps, new FirstOrder());
