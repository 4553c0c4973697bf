namespace Metamorph.Learning;

/// <summary>Meta-training as a stream of steps: whoever enumerates it decides when to stop, what to report and what to keep.</summary>
public static class MetaTraining
{
    /// <summary>Trains without end.</summary>
    /// <typeparam name="TTask">Tasks side by side.</typeparam>
    /// <param name="learner">What is trained.</param>
    /// <param name="tasks">Where tasks come from.</param>
    /// <param name="outer">What turns meta-gradients into updates.</param>
    /// <param name="metaBatch">Tasks per iteration.</param>
    /// <param name="key">Where random numbers come from: iteration i draws from <c>key.Fold(i)</c> alone.</param>
    /// <param name="from">The step to go on from; null: from the beginning.</param>
    /// <param name="cancellation">Ends the stream before the next step.</param>
    /// <returns>The steps.</returns>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite. The step before is kept in the exception.</exception>
    public static IEnumerable<MetaStep> Run<TTask>(
        MetaLearner<TTask> learner,
        TaskDistribution<TTask> tasks,
        Optimizer outer,
        int metaBatch,
        Key key,
        MetaStep? from = null,
        CancellationToken cancellation = default)
        where TTask : ITasks<TTask>
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentOutOfRangeException.ThrowIfLessThan(metaBatch, 1);
        return Steps(learner, tasks, outer, metaBatch, key, from, cancellation);
    }

    private static IEnumerable<MetaStep> Steps<TTask>(
        MetaLearner<TTask> learner, TaskDistribution<TTask> tasks, Optimizer outer, int metaBatch, Key key, MetaStep? last, CancellationToken cancellation)
        where TTask : ITasks<TTask>
    {
        var meta = last?.Meta ?? learner.Init(key.Fold(0));
        var state = last?.Optimizer ?? outer.Init(meta);
        for (int iteration = (last?.Iteration ?? 0) + 1; !cancellation.IsCancellationRequested; iteration++)
        {
            var (tasksKey, lossKey) = key.Fold(iteration).Split();
            var batch = tasks(tasksKey, metaBatch);
            var now = learner.At(iteration);
            var (losses, gradient) = now.MetaGradient(meta, batch, lossKey);
            if (!IsFinite(losses) || !gradient.Tensors.All(IsFinite)) throw NonFinite(now, meta, batch, lossKey, losses, iteration, last);
            (meta, state) = outer.Step(gradient, state, meta);
            yield return last = new(iteration, losses, meta, state);
        }
    }

    private static bool IsFinite(Tensor x) => (double)(1.0 - x.IsFinite()).Sum().SumOverTasks() == 0;

    /// <summary>Takes the step again, once, to find where it went wrong.</summary>
    private static NonFiniteException NonFinite<TTask>(
        MetaLearner<TTask> learner, ParameterSet meta, TTask tasks, Key key, Tensor losses, int iteration, MetaStep? last)
        where TTask : ITasks<TTask>
    {
        string kept = last is null ? "No step was taken before it." : $"The model after iteration {last.Iteration} is kept.";
        bool loss = !IsFinite(losses);
        string what = loss ? $"the loss of {Tasks(losses)} is not finite" : "the losses are finite but the meta-gradient is not";
        var first = Diagnostics.FirstNonFinite(m => learner.MetaLoss(m, tasks, key).MeanOverTasks(), meta)
            ?? Diagnostics.FirstNonFinite(m => learner.MetaGradient(m, tasks, key).Gradient is var g ? g.Tensors.Select(t => t.Sum()).Aggregate((a, b) => a + b) : null!, meta);
        return new(
            $"iteration {iteration}: {what}. {(first is null ? "" : $"{first} ")}{kept} A smaller inner or outer rate, or clipping the outer gradient, may mend it.", iteration, last);
    }

    private static string Tasks(Tensor losses)
    {
        int[] bad = [.. losses.ToDoubles().Select((l, t) => (l, t)).Where(x => !double.IsFinite(x.l)).Select(x => x.t)];
        return bad is [var one] ? $"task {one}" : $"tasks {string.Join(", ", bad.Take(5))}{(bad.Length > 5 ? $" and {bad.Length - 5} others" : "")}";
    }
}
