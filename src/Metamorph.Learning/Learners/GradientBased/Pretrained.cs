namespace Metamorph.Learning;

/// <summary>
/// The rival of every meta-learner: one model trained on the examples of all tasks together, then fine-tuned to a new task by the
/// inner rule. No step of adaptation takes part in its training.
/// </summary>
/// <param name="steps">Steps of fine-tuning in <see cref="GradientLearner.Adapt"/>.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class Pretrained(Module module, Loss loss, InnerRule rule, int steps) : GradientLearner(module, loss, rule, steps)
{
    /// <summary>The mean over all examples of a task, support and query alike: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var all = tasks.Support.Join(tasks.Query);
        return QueryLoss(meta.At(Start).PerTask(all.X.Tasks), all, Loss, new() { Key = key, Weight = all.Weight });
    }
}
