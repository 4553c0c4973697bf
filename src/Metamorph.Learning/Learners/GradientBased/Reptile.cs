namespace Metamorph.Learning;

/// <summary>
/// The start moves towards where adaptation leads (Nichol et al. 2018, https://arxiv.org/abs/1803.02999): an outer optimizer gets
/// start - adapted in place of a gradient, averaged over the tasks of a meta-batch (section 6, "batched"; algorithm 2). With one task in the
/// meta-batch and plain gradient descent outside, it is the serial version, algorithm 1. No derivative passes the inner loop.
/// </summary>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Reptile(Module module, Loss loss, InnerRule rule, int steps) : GradientLearner(module, loss, rule, steps, new FirstOrder())
{
    /// <summary>
    /// The query losses after adaptation, which are only reported, and the direction. A <see cref="InnerRule.Continued">continued</see> rule's state is moved with the
    /// start; of any other rule nothing is learned, and its part of the direction is zero.
    /// </summary>
    /// <inheritdoc/>
    public override (Tensor Losses, ParameterSet Gradient) MetaGradient(ParameterSet meta, Episode tasks, Key key)
    {
        var (adaptKey, predictKey) = key.Split();
        var (support, from) = (tasks.Support, meta.PerTask(tasks.Support.X.Tasks));
        var (adapted, state) = new FirstOrder().Through(SupportLosses(from.At(Start), support, adaptKey), InnerOptimizer(meta), from.At(Start), [Steps])[0];
        var to = from.Replace(ParameterSet.Join((Start, adapted), (Rule, InnerRule.IsState ? state : ParameterSet.Empty)));
        var direction = (from - to).MeanOverTasks();
        return (QueryLoss(adapted, tasks.Query, Loss, new() { Key = predictKey, Weight = tasks.Query.Weight }), direction);
    }
}
