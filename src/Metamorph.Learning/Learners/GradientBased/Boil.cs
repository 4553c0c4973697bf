namespace Metamorph.Learning;

/// <summary>
/// Body only in the inner loop: the body is adapted to a task while the head above it is learned for all, the opposite of ANIL; features
/// change, and not how they are read (Oh et al. 2021, https://arxiv.org/abs/2008.08882).
/// </summary>
/// <param name="head">The prefix of the parameters that stay, as <see cref="Mlp.Head"/>.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Boil(Module module, Loss loss, InnerRule rule, int steps, string head, InnerLoop? loop = null)
    : GradientLearner(module, loss, rule, steps, loop)
{
    internal override bool Adapts(string name) => !name.StartsWith(head + "/", StringComparison.Ordinal);
}
