namespace Metamorph.Learning;

/// <summary>How well models do on tasks after a number of steps of adaptation.</summary>
/// <param name="Steps">Steps of adaptation; 0: before it.</param>
/// <param name="Metric">What was measured: <c>mse</c>, <c>accuracy</c>.</param>
/// <param name="Mean">The mean over tasks; not finite if one task's error is not.</param>
/// <param name="Median">The median over tasks.</param>
/// <param name="Ci95">Half the width of the 95 % interval of the mean over tasks: 1.96 deviations of it.</param>
/// <param name="Failed">The share of tasks whose error exceeds <see cref="Evaluation.FailedAbove"/> or is not finite.</param>
/// <param name="Tasks">The number of tasks.</param>
/// <param name="BatchNorm">Whose statistics the model's batch norms took on the queries, by <see cref="Mode"/>: <c>batch</c>, <c>running</c>, <c>support</c>, <c>per-step</c> or <c>none</c>.</param>
public sealed record Evaluation(int Steps, string Metric, double Mean, double Median, double Ci95, double Failed, int Tasks, string BatchNorm)
{
    /// <summary>The expected calibration error of predicted classes, 0 to 1, over all queries of all tasks (<see cref="Learning.Calibration.Error"/>); null: not measured.</summary>
    public double? Calibration { get; init; }

    /// <summary>An error above which a task counts as failed.</summary>
    public const double FailedAbove = 100;

    /// <summary>Parameters of all tasks from which on a recording pays: to make one takes as long as to adapt about so many as they are.</summary>
    private const long Many = 1 << 20;

    /// <summary>Adapts models to tasks and measures them on the queries, where batch norms take the statistics of the batch.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Its meta-parameters.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="metric">One number per example.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="steps">After which numbers of steps, ascending.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <param name="chunk">Tasks side by side at most.</param>
    /// <param name="threads">Threads at most; null: one for each processor. The numbers do not depend on it.</param>
    /// <param name="cancellation">Ends it before the next chunk.</param>
    /// <returns>One evaluation for each number of steps.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<Evaluation> Of(
        FewShotLearner learner, ParameterSet meta, Episode tasks, Loss metric, string name, IReadOnlyList<int> steps, Key key, int chunk = 500, int? threads = null, CancellationToken cancellation = default) =>
        Of(learner, meta, tasks, metric, name, steps, key, Statistics.Batch, chunk, threads, cancellation);

    /// <summary>Adapts models to tasks, with the statistics of the batch, and measures them on the queries with those that are given.</summary>
    /// <param name="statistics">Whose mean and variance batch norms take off on the queries.</param>
    /// <inheritdoc cref="Of(FewShotLearner, ParameterSet, Episode, Loss, string, IReadOnlyList{int}, Key, int, int?, CancellationToken)"/>
    public static IReadOnlyList<Evaluation> Of(
        FewShotLearner learner, ParameterSet meta, Episode tasks, Loss metric, string name, IReadOnlyList<int> steps, Key key, Statistics statistics, int chunk = 500, int? threads = null, CancellationToken cancellation = default) =>
        [.. Errors(learner, meta, tasks, metric, steps, key, statistics, chunk, threads, cancellation).Select((errors, i) => Of(errors, name, steps[i], Mode(learner, meta, statistics)))];

    /// <summary>The measured number of every task, for each number of steps.</summary>
    /// <inheritdoc cref="Of(FewShotLearner, ParameterSet, Episode, Loss, string, IReadOnlyList{int}, Key, int, int?, CancellationToken)"/>
    public static IReadOnlyList<double[]> Errors(
        FewShotLearner learner, ParameterSet meta, Episode tasks, Loss metric, IReadOnlyList<int> steps, Key key, int chunk = 500, int? threads = null, CancellationToken cancellation = default) =>
        Errors(learner, meta, tasks, metric, steps, key, Statistics.Batch, chunk, threads, cancellation);

    /// <summary>The measured number of every task, for each number of steps.</summary>
    /// <inheritdoc cref="Of(FewShotLearner, ParameterSet, Episode, Loss, string, IReadOnlyList{int}, Key, Statistics, int, int?, CancellationToken)"/>
    public static IReadOnlyList<double[]> Errors(
        FewShotLearner learner, ParameterSet meta, Episode tasks, Loss metric, IReadOnlyList<int> steps, Key key, Statistics statistics, int chunk = 500, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(tasks);
        return Errors(learner, meta, tasks, metric, steps, key, statistics, chunk, threads, (long)meta.Size * tasks.Tasks >= Many, cancellation);
    }

    /// <summary>The measured number of every task, for each number of steps, of tasks that are drawn when their turn comes: no more of them are in memory at a time than are side by side.</summary>
    /// <param name="tasks">Some of the tasks.</param>
    /// <param name="count">How many there are.</param>
    /// <inheritdoc cref="Of(FewShotLearner, ParameterSet, Episode, Loss, string, IReadOnlyList{int}, Key, Statistics, int, int?, CancellationToken)"/>
    public static IReadOnlyList<double[]> Errors(
        FewShotLearner learner, ParameterSet meta, Func<Range, Episode> tasks, int count, Loss metric, IReadOnlyList<int> steps, Key key, int chunk = 100, int? threads = null, CancellationToken cancellation = default) =>
        [.. Errors(learner, meta, tasks, count, [metric], steps, key, chunk, threads, cancellation).Select(measured => measured[0])];

    /// <summary>Several measured numbers of every task, for each number of steps: predictions are made once.</summary>
    /// <param name="metrics">Each one number per example.</param>
    /// <returns>For each number of steps, for each metric, one number per task.</returns>
    /// <inheritdoc cref="Errors(FewShotLearner, ParameterSet, Func{Range, Episode}, int, Loss, IReadOnlyList{int}, Key, int, int?, CancellationToken)"/>
    public static IReadOnlyList<IReadOnlyList<double[]>> Errors(
        FewShotLearner learner, ParameterSet meta, Func<Range, Episode> tasks, int count, IReadOnlyList<Loss> metrics, IReadOnlyList<int> steps, Key key, int chunk = 100, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(metrics);
        return Errors(learner, meta, tasks, count, metrics, steps, key, Statistics.Batch, chunk, threads, (long)meta.Size * count >= Many, cancellation);
    }

    /// <summary>Whose statistics batch norms took, as <see cref="Statistics.Mode"/> has it, or <see cref="FewShotLearner.MeasuredOn"/> where that is among the meta-parameters.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Its meta-parameters.</param>
    /// <param name="statistics">What was asked for.</param>
    /// <returns>The word.</returns>
    public static string Mode(FewShotLearner learner, ParameterSet meta, Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(statistics);
        return meta.AtOrEmpty(FewShotLearner.Statistics).Count > 0 && learner.BatchNormKind != BatchNormKind.None ? learner.MeasuredOn : statistics.Mode(learner.BatchNormKind);
    }

    /// <summary>The same as it is written or, where the learner does not look at numbers while it computes, from a recording.</summary>
    internal static IReadOnlyList<double[]> Errors(
        FewShotLearner learner, ParameterSet meta, Episode tasks, Loss metric, IReadOnlyList<int> steps, Key key, Statistics statistics, int chunk, int? threads, bool isRecorded, CancellationToken cancellation) =>
        [.. Errors(learner, meta, tasks.Take, tasks.Tasks, [metric], steps, key, statistics, chunk, threads, isRecorded, cancellation).Select(measured => measured[0])];

    private static IReadOnlyList<IReadOnlyList<double[]>> Errors(
        FewShotLearner learner, ParameterSet meta, Func<Range, Episode> tasks, int count, IReadOnlyList<Loss> metrics, IReadOnlyList<int> steps, Key key, Statistics statistics, int chunk, int? threads, bool isRecorded, CancellationToken cancellation)
    {
        List<double>[] errors = [.. Enumerable.Range(0, steps.Count * metrics.Count).Select(_ => new List<double>())];
        Episode? like = null;
        var recorded = Replay.Of<TensorList, TensorList>((x, k) => Measured(like!.With(x.Tensors), k), threads);
        for (int first = 0; first < count; first += chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            like = tasks(first..Math.Min(first + chunk, count));
            var measured = OfChunk(like, key.Fold(first));
            for (int i = 0; i < errors.Length; i++) errors[i].AddRange(measured.Tensors[i].ToDoubles());
        }

        return [.. errors.Select(e => e.ToArray()).Chunk(metrics.Count)];

        TensorList OfChunk(Episode some, Key chunkKey)
        {
            try
            {
                if (isRecorded) return recorded(new(some.Tensors), chunkKey);
            }
            catch (RecordingException)
            {
                isRecorded = false;
            }

            return Measured(some, chunkKey);
        }

        TensorList Measured(Episode some, Key chunkKey)
        {
            var adapted = learner.Trajectory(meta, some.Support, chunkKey, steps);
            return new([.. adapted.SelectMany((parameters, i) =>
            {
                // A query after step 1 is part of inner step 0, as in the training of MAML++.
                int? step = learner is GradientLearner { Steps: > 0 } ? Math.Max(0, steps[i] - 1) : null;
                var context = new Context { Step = step, Weight = some.Query.Weight, Statistics = statistics };
                var predicted = some.Query.Masked(learner.Predict(parameters, some.Query.X, context));
                return metrics.Select(metric => some.Query.Mean(metric(predicted, some.Query.Y)));
            })]);
        }
    }

    /// <summary>Sums up the measured numbers of tasks.</summary>
    /// <param name="errors">One number per task.</param>
    /// <param name="metric">What was measured.</param>
    /// <param name="steps">After how many steps.</param>
    /// <param name="batchNorm">As <see cref="Statistics.Mode"/> has it.</param>
    /// <returns>The evaluation.</returns>
    public static Evaluation Of(IReadOnlyList<double> errors, string metric, int steps, string batchNorm = "none")
    {
        double mean = errors.Average(), n = errors.Count;
        double deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / Math.Max(1, n - 1));

        // NaN sorts first in .NET; a task that failed belongs at the end.
        double[] sorted = [.. errors.Select(e => double.IsNaN(e) ? double.PositiveInfinity : e).Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        double failed = errors.Count(e => !(Math.Abs(e) <= FailedAbove)) / n;
        return new(steps, metric, mean, median, 1.96 * deviation / Math.Sqrt(n), failed, errors.Count, batchNorm);
    }
}
