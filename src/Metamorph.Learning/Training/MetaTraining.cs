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
    /// <param name="chunk">
    /// Tasks side by side at most, which bounds memory; null: all of a meta-batch. The same tasks are drawn whatever it is, and losses and
    /// gradient are those of the whole meta-batch to rounding. Noise, where a learner has some, is drawn for each chunk from a key of
    /// its own: the same chunk gives the same bits, another chunk other noise.
    /// </param>
    /// <param name="threads">Threads at most; null: one for each processor. The bits do not depend on it.</param>
    /// <param name="prefetch">Whether the tasks of the next iteration are drawn on another thread while a step is taken. The bits do not depend on it.</param>
    /// <param name="cancellation">Ends the stream before the next step.</param>
    /// <returns>The steps. Of one that is to be kept for longer, ask <see cref="MetaStep.Meta"/> or <see cref="MetaStep.Kept"/> before the next.</returns>
    /// <exception cref="OperationCanceledException">Cancelled within a step by a loss that heeds it (<see cref="Losses.Until"/>). The step before stands.</exception>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite. The step before is kept in the exception.</exception>
    public static IEnumerable<MetaStep> Run<TTask>(
        MetaLearner<TTask> learner,
        TaskDistribution<TTask> tasks,
        Optimizer outer,
        int metaBatch,
        Key key,
        MetaStep? from = null,
        int? chunk = null,
        int? threads = null,
        bool prefetch = false,
        CancellationToken cancellation = default)
        where TTask : ITasks<TTask>
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentOutOfRangeException.ThrowIfLessThan(metaBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk ?? 1, 1, nameof(chunk));
        return Steps(learner, tasks, new(learner, outer, chunk, threads), outer, metaBatch, key, from, chunk, prefetch, cancellation);
    }

    private static IEnumerable<MetaStep> Steps<TTask>(
        MetaLearner<TTask> learner, TaskDistribution<TTask> tasks, TrainingStep<TTask> step, Optimizer outer, int metaBatch, Key key, MetaStep? last, int? chunk, bool prefetch, CancellationToken cancellation)
        where TTask : ITasks<TTask>
    {
        var meta = last?.Meta ?? learner.Init(key.Fold(0));
        var state = last?.Optimizer ?? outer.Init(meta);
        Task<TTask>? drawn = null;
        for (int iteration = (last?.Iteration ?? 0) + 1; !cancellation.IsCancellationRequested; iteration++)
        {
            var lossKey = key.Fold(iteration).Split().Second;
            var batch = drawn is null ? Drawn(iteration) : drawn.GetAwaiter().GetResult();
            int next = iteration + 1;
            if (prefetch) drawn = Task.Run(() => Drawn(next), CancellationToken.None);
            var result = step.Run(meta, state, batch, lossKey, iteration);
            if ((double)result.Wrong != 0) throw NonFinite(learner.At(iteration), meta, [.. TrainingStep<TTask>.Chunks(batch, lossKey, chunk)], result.Losses, iteration, last);
            (meta, state) = (result.Meta, result.State);
            yield return last = new(iteration, result.Losses.Copy(), meta, state, isView: step.Unrecorded is null) { Unrecorded = step.Unrecorded };
        }

        TTask Drawn(int iteration) => tasks(key.Fold(iteration).Split().First, metaBatch);
    }

    private static bool IsFinite(Tensor x) => (double)(1.0 - x.IsFinite()).Sum().SumOverTasks() == 0;

    /// <summary>Takes the step again, once, to find where it went wrong.</summary>
    private static NonFiniteException NonFinite<TTask>(
        MetaLearner<TTask> learner, ParameterSet meta, (TTask Tasks, Key Key, int First, double Share)[] chunks, Tensor losses, int iteration, MetaStep? last)
        where TTask : ITasks<TTask>
    {
        string kept = last is null ? "No step was taken before it." : $"The model after iteration {last.Iteration} is kept.";
        bool loss = !IsFinite(losses);
        string what = loss ? $"the loss of {Tasks(losses)} is not finite" : "the losses are finite but the meta-gradient is not";
        var first = chunks.Select(First).FirstOrDefault(f => f is not null);
        return new(
            $"iteration {iteration}: {what}. {(first is null ? "" : $"{first} ")}{kept} A smaller inner or outer rate, or clipping the outer gradient, may mend it.", iteration, last);

        string? First((TTask Tasks, Key Key, int First, double Share) c)
        {
            var found = Diagnostics.FirstNonFinite(m => learner.MetaLoss(m, c.Tasks, c.Key).MeanOverTasks(), meta)
                ?? Diagnostics.FirstNonFinite(m => learner.MetaGradient(m, c.Tasks, c.Key).Gradient is var g ? g.Tensors.Select(t => t.Sum()).Aggregate((a, b) => a + b) : null!, meta);
            return found is null || c.First == 0 ? found?.ToString() : $"Among the tasks from {c.First} on, counted from 0: {found}";
        }
    }

    private static string Tasks(Tensor losses)
    {
        int[] bad = [.. losses.ToDoubles().Select((l, t) => (l, t)).Where(x => !double.IsFinite(x.l)).Select(x => x.t)];
        return bad is [var one] ? $"task {one}" : $"tasks {string.Join(", ", bad.Take(5))}{(bad.Length > 5 ? $" and {bad.Length - 5} others" : "")}";
    }
}
