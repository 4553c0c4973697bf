namespace Metamorph.Learning;

/// <summary>How a learner stands among others that were measured on the same tasks of the same splits.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Error">Its mean error.</param>
/// <param name="ToBest">The mean over pairs of split and task of its error minus the best learner's on the same pair; null for the best one itself.</param>
/// <param name="Failed">The share of pairs whose error exceeds <see cref="Evaluation.FailedAbove"/> or is not finite.</param>
public sealed record Comparison(string Learner, ClusteredMean Error, ClusteredMean? ToBest, double Failed)
{
    /// <summary>With fewer splits nothing is claimed: whether a learner is better could be one lucky draw of training tasks.</summary>
    public const int FewestSplits = 5;

    /// <summary>Whether the best learner is better than this one: the 95 % interval of the paired difference, over at least <see cref="FewestSplits"/> splits, excludes 0.</summary>
    public bool Worse => ToBest is { Splits: >= FewestSplits, ExcludesZero: true };

    /// <summary>Compares learners with the one whose mean error is smallest. That one is chosen on the same pairs, and intervals are not widened for several comparisons.</summary>
    /// <param name="learners">Names, and errors of the same pairs of split and task for each.</param>
    /// <returns>The best learner first, then the others by their errors.</returns>
    /// <exception cref="ArgumentException">There is no learner, or two were measured on other pairs.</exception>
    public static IReadOnlyList<Comparison> Of(IReadOnlyList<(string Learner, IReadOnlyList<TaskError> Errors)> learners)
    {
        ArgumentNullException.ThrowIfNull(learners);
        if (learners.Count == 0) throw new ArgumentException("no learners to compare. Expected at least one.", nameof(learners));
        foreach (var (learner, errors) in learners) RequireSamePairs(learners[0], (learner, errors));

        // A mean that is not finite sorts behind all that are.
        var ordered = learners.Select(l => (l.Learner, l.Errors, Mean: ClusteredMean.Of(l.Errors))).OrderBy(l => double.IsFinite(l.Mean.Mean) ? l.Mean.Mean : double.PositiveInfinity).ToArray();
        var best = ordered[0].Errors.ToDictionary(e => (e.Split, e.Task), e => e.Error);
        return [.. ordered.Select((l, i) => new Comparison(
            l.Learner,
            l.Mean,
            i == 0 ? null : ClusteredMean.Of([.. l.Errors.Select(e => e with { Error = e.Error - best[(e.Split, e.Task)] })]),
            l.Errors.Count(e => !(Math.Abs(e.Error) <= Evaluation.FailedAbove)) / (double)l.Errors.Count))];
    }

    private static void RequireSamePairs((string Learner, IReadOnlyList<TaskError> Errors) first, (string Learner, IReadOnlyList<TaskError> Errors) other)
    {
        var (ours, theirs) = (first.Errors.Select(e => (e.Split, e.Task)).ToHashSet(), other.Errors.Select(e => (e.Split, e.Task)).ToHashSet());
        if (ours.SetEquals(theirs)) return;
        bool lacks = ours.Except(theirs).Any();
        var (split, task) = lacks ? ours.Except(theirs).First() : theirs.Except(ours).First();
        throw new ArgumentException($"'{(lacks ? first : other).Learner}' was measured on task '{task}' of split {split}, and '{(lacks ? other : first).Learner}' was not. Expected the same tasks of the same splits: differences are taken task by task.");
    }
}
