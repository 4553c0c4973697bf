namespace Metamorph.Learning;

/// <summary>Meta-training that measures itself on validation tasks, and so knows its best step. Test tasks are never among them.</summary>
/// <param name="learner">What is trained.</param>
/// <param name="tasks">Where training tasks come from.</param>
/// <param name="outer">What turns meta-gradients into updates.</param>
/// <param name="metaBatch">Tasks per iteration.</param>
/// <param name="iterations">How many iterations.</param>
public sealed class ValidatedTraining(FewShotLearner learner, TaskDistribution<Episode> tasks, Optimizer outer, int metaBatch, int iterations)
{
    /// <summary>The validation tasks.</summary>
    public required Episode Validation { get; init; }

    /// <summary>What is measured on them.</summary>
    public required Loss Metric { get; init; }

    /// <summary>After how many steps of adaptation. The default value is 1.</summary>
    public int ValidationSteps { get; init; } = 1;

    /// <summary>After how many iterations it is measured, and again. The default value is 500. After the last it is in any case.</summary>
    public int Every { get; init; } = 500;

    /// <summary>Tasks side by side at most; null, the default value: all of a meta-batch.</summary>
    public int? Chunk { get; init; }

    /// <summary>Validation tasks side by side at most, where <see cref="Chunk"/> says nothing. The default value is 500; of images fewer, for memory.</summary>
    public int ValidationChunk { get; init; } = 500;

    /// <summary>Threads at most; null, the default value: one for each processor. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether the tasks of the next iteration are drawn on another thread while a step is taken. The bits do not depend on it.</summary>
    public bool Prefetch { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <param name="from">The step to go on from; null: from the beginning. The steps after it have the same bits as if training had never stopped.</param>
    /// <param name="cancellation">Ends the stream before the next step.</param>
    /// <returns>The steps that are left of <c>iterations</c>.</returns>
    /// <exception cref="OperationCanceledException">Cancelled within a step or while validation tasks were measured. The step before stands.</exception>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite.</exception>
    public IEnumerable<ValidatedStep> Run(Key key, ValidatedStep? from = null, CancellationToken cancellation = default)
    {
        if (from?.Step.Iteration >= iterations) yield break;
        var (trainKey, validationKey) = key.Split();
        var (best, least) = (from?.Best, from?.BestValidation ?? double.PositiveInfinity);
        foreach (var step in MetaTraining.Run(learner, tasks, outer, metaBatch, trainKey, from?.Step, Chunk, Threads, Prefetch, cancellation))
        {
            double? error = null;
            if (step.Iteration % Every == 0 || step.Iteration == iterations)
            {
                error = Evaluation.Errors(learner, step.Meta, Validation, Metric, [ValidationSteps], validationKey, Chunk ?? ValidationChunk, Threads, cancellation)[0].Average();

                // The first counts whatever it is, so that there is a best step.
                if (best is null || error < least) (best, least) = (step.Kept(), error.Value);
            }

            yield return new(step, error, best, least);
            if (step.Iteration == iterations) yield break;
        }
    }
}
