namespace Metamorph.Learning;

/// <summary>
/// How much the means of tasks differ and how much the rows of one task do, by the analysis of variance for groups that are not of one size
/// (Henderson 1953, "Estimation of variance and covariance components", method 1). A negative estimate between tasks is 0.
/// </summary>
public static class VarianceComponents
{
    /// <summary>Estimates both variances.</summary>
    /// <param name="residuals">Y: [tasks; n, outputs], and which rows count, by weights of 0 and 1.</param>
    /// <returns>between [outputs], within [outputs]</returns>
    /// <exception cref="ArgumentException">There are fewer than two tasks with rows, or no task has two.</exception>
    public static (Tensor Between, Tensor Within) Of(Batch residuals)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        var all = residuals.Cast(DType.Float64);
        var weight = (all.Weight ?? Tensor.Ones([all.Rows], DType.Float64)).PerTask(all.Y.Tasks);
        var (n, mean) = (weight.Sum(), all.MeanRow(all.Y));
        double rows = Sum(n), tasks = Sum((n > 0.0).Cast(DType.Float64)), squares = Sum(n * n);
        if (tasks < 2 || rows <= tasks)
            throw new ArgumentException($"variances: {rows} rows of {tasks} tasks. Expected two tasks at least, and one of two rows: variances between and within tasks are told apart by them.");
        var within = (weight.Expand(-1) * (all.Y - mean).Power(2)).Sum(0).SumOverTasks() / (rows - tasks);
        var grand = (n * mean).SumOverTasks() / rows;
        var means = (n * (mean - grand).Power(2)).SumOverTasks() / (tasks - 1);

        // The expected mean square between tasks is within + between (rows - sum n^2 / rows) / (tasks - 1).
        var between = ((means - within) * ((tasks - 1) / (rows - squares / rows))).Maximum(0.0);
        return (between.Cast(residuals.Y.DType), within.Cast(residuals.Y.DType));

        static double Sum(Tensor t) => (double)t.SumOverTasks();
    }
}
