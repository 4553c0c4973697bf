namespace Metamorph.Cli.Reporting;

/// <summary>What adaptation changed on the query rows of some tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Steps">After how many steps.</param>
/// <param name="Before">Predictions before adaptation: [tasks; n, 1].</param>
/// <param name="After">Predictions after it: [tasks; n, 1].</param>
/// <param name="SlopeBefore">The derivative of each prediction by each feature before adaptation: [tasks; n, features].</param>
/// <param name="SlopeAfter">The derivative after it: [tasks; n, features].</param>
internal sealed record Adaptation(Episode Tasks, int Steps, Tensor Before, Tensor After, Tensor SlopeBefore, Tensor SlopeAfter)
{
    /// <summary>Adapts a learner to tasks.</summary>
    internal static Adaptation Of(FewShotLearner learner, ParameterSet meta, Episode tasks, int steps)
    {
        var passed = learner.Trajectory(meta, tasks.Support, new Key(0), [0, steps]);
        var (before, slopeBefore) = Predicted(passed[0]);
        var (after, slopeAfter) = Predicted(passed[1]);
        return new(tasks, steps, before, after, slopeBefore, slopeAfter);

        // A row's prediction depends on no other row: the gradient of the sum holds the derivatives of all.
        (Tensor, Tensor) Predicted(ParameterSet adapted) => Gradient.WithAuxiliary<Tensor, Tensor>(
            x =>
            {
                var y = learner.Predict(adapted, x, new() { Weight = tasks.Query.Weight });
                return (y.Sum(), y);
            },
            tasks.Query.X);
    }

    /// <summary>The rows of a task that are no padding.</summary>
    internal IReadOnlyList<int> Rows(int task)
    {
        if (Tasks.Query.Weight is not { } weight) return [.. Enumerable.Range(0, Tasks.Query.Rows)];
        double[] weights = weight.ToDoubles();
        return [.. Enumerable.Range(0, Tasks.Query.Rows).Where(r => weights[task * Tasks.Query.Rows + r] > 0)];
    }
}
