namespace Metamorph.Learning;

/// <summary>
/// The start moves towards where adaptation leads (Nichol et al. 2018, https://arxiv.org/abs/1803.02999): an outer optimizer gets
/// start - adapted in place of a gradient, averaged over the tasks of a meta-batch (section 6, "batched"; algorithm 2). With one task in the
/// meta-batch and plain gradient descent outside, it is the serial version, algorithm 1. No derivative passes the inner loop.
/// </summary>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Reptile(Module module, Loss loss, InnerRule rule, int steps) : GradientLearner(module, loss, rule, steps, new FirstOrder())
{
    /// <summary>The query losses after adaptation, which are only reported, and the direction. The inner rule is not learned: its part of the direction is zero.</summary>
    /// <inheritdoc/>
    public override (Tensor Losses, ParameterSet Gradient) MetaGradient(ParameterSet meta, Episode tasks, Key key)
    {
        var (adaptKey, predictKey) = key.Split();
        var adapted = Adapt(meta, tasks.Support, adaptKey);
        var direction = (meta.At(Start).PerTask(tasks.Support.X.Tasks) - adapted).MeanOverTasks();
        var zeros = meta.Map(p => Tensor.Zeros(p.Shape, p.DType));
        return (QueryLoss(adapted, tasks.Query, Loss, new() { Key = predictKey, Weight = tasks.Query.Weight }), zeros.Replace(ParameterSet.Join((Start, direction))));
    }
}
