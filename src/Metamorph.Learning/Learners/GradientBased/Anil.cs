namespace Metamorph.Learning;

/// <summary>
/// Almost no inner loop: only the head is adapted to a task, while the body below it is learned for all (Raghu et al. 2019,
/// https://arxiv.org/abs/1909.09157).
/// </summary>
/// <param name="head">The prefix of the parameters that adapt, as <see cref="Mlp.Head"/>.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Anil(Module module, Loss loss, InnerRule rule, int steps, string head, InnerLoop? loop = null)
    : GradientLearner(module, loss, rule, steps, loop)
{
    internal override bool Adapts(string name) => name.StartsWith(head + "/", StringComparison.Ordinal);
}
