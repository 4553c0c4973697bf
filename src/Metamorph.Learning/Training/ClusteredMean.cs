namespace Metamorph.Learning;

/// <summary>
/// A mean over pairs of split and task, with an interval that takes the pairs for what they are. Pairs of one task are alike, since it
/// is the same task; pairs of one split are alike, since they were measured on one trained model. An interval as if all pairs were
/// independent would be too narrow by far.
/// </summary>
/// <remarks>
/// The variance is clustered two ways, V(tasks) + V(splits) - V(pairs) (Cameron, Gelbach and Miller 2011, "Robust inference with
/// multiway clustering", section 2), where V(clusters) is G / (G - 1) times the sum over the G clusters of the squared sum of deviations in
/// one, over the squared number of pairs. Where the difference is smaller than V(tasks) or V(splits) alone, as happens with few
/// clusters, the larger of these takes its place. The interval has t of min(splits, tasks) - 1 degrees of freedom (Cameron and Miller
/// 2015, "A practitioner's guide to cluster-robust inference", section VI.D), 2.78 deviations with five splits. One split alone says
/// nothing of others: then the interval is over its tasks.
/// It is over tasks and splits of the table at hand. Training sets of several splits overlap, so that it says less about a table of other
/// tasks (Nadeau and Bengio 2003, "Inference for the generalization error").
/// </remarks>
/// <param name="Mean">The mean over pairs.</param>
/// <param name="Ci95">Half the width of the 95 % interval; not a number where a single task makes up all pairs.</param>
/// <param name="Splits">How many splits there are.</param>
/// <param name="Tasks">How many different tasks.</param>
public sealed record ClusteredMean(double Mean, double Ci95, int Splits, int Tasks)
{
    /// <summary>Whether the interval lies on one side of 0.</summary>
    public bool ExcludesZero => Math.Abs(Mean) > Ci95;

    /// <summary>Sums up numbers, one for every pair.</summary>
    /// <param name="pairs">At least one; no pair of split and task twice.</param>
    /// <returns>The mean and its interval.</returns>
    /// <exception cref="ArgumentException">There is no pair, or one comes twice.</exception>
    public static ClusteredMean Of(IReadOnlyList<TaskError> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0) throw new ArgumentException("the mean of no pairs of split and task was asked for. Expected at least one.", nameof(pairs));
        if (pairs.GroupBy(p => (p.Split, p.Task)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"task '{twice.Key.Task}' comes {twice.Count()} times in split {twice.Key.Split}. Expected once.", nameof(pairs));
        double mean = pairs.Average(p => p.Error), n = pairs.Count;
        int splits = pairs.Select(p => p.Split).Distinct().Count(), tasks = pairs.Select(p => p.Task).Distinct().Count();
        double byTask = Variance(p => p.Task), bySplit = Variance(p => p.Split);
        double variance = splits == 1 ? byTask : Math.Max(byTask + bySplit - Variance(p => p), Math.Max(byTask, bySplit));
        int degrees = (splits == 1 ? tasks : Math.Min(splits, tasks)) - 1;
        return new(mean, degrees < 1 ? double.NaN : StudentT.Within(0.95, degrees) * Math.Sqrt(variance), splits, tasks);

        double Variance<T>(Func<TaskError, T> cluster)
        {
            double[] sums = [.. pairs.GroupBy(cluster).Select(g => g.Sum(p => p.Error - mean))];
            return sums.Length < 2 ? 0 : sums.Length / (sums.Length - 1.0) * sums.Sum(s => s * s) / (n * n);
        }
    }
}
