namespace Metamorph.Learning;

/// <summary>
/// A mapping from meta-parameters and a support set to an adapted model. What is learned from the support set is a set of tensors
/// that can be saved, sent and stacked; prediction needs nothing else.
/// </summary>
/// <param name="loss">What query predictions are judged by in training.</param>
public abstract class FewShotLearner(Loss loss) : MetaLearner<Episode>
{
    /// <summary>
    /// The prefix of what <see cref="Measure"/> makes, beside other meta-parameters: with it a prediction depends on the support and its own example alone, by statistics of
    /// training tasks or of the support, and without it batch norms take those of the batch at hand. No optimizer sees it.
    /// </summary>
    public const string Statistics = "statistics";

    /// <summary>What predictions are judged by in training.</summary>
    public Loss Loss => loss;

    /// <summary>Which batch norms its model has.</summary>
    public virtual BatchNormKind BatchNormKind => BatchNormKind.None;

    /// <summary>Whose statistics batch norms take on queries where <see cref="Measure"/> was asked, for machines: <c>running</c>, those of training tasks, or <c>support</c>.</summary>
    public virtual string MeasuredOn => "running";

    /// <summary>All that is learned from a support set, as tensors.</summary>
    /// <param name="meta">The meta-parameters, without tasks.</param>
    /// <param name="support">The examples of each task.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>With the tasks of <paramref name="support"/>.</returns>
    public abstract ParameterSet Adapt(ParameterSet meta, Batch support, Key key);

    /// <summary>Predictions of adapted models.</summary>
    /// <param name="adapted">From <see cref="Adapt"/>.</param>
    /// <param name="x">[tasks; n, ...]</param>
    /// <param name="context">What travels with x; null: no noise.</param>
    /// <returns>[tasks; n, outputs]</returns>
    public abstract Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null);

    /// <summary>What makes predictions independent of each other: the statistics of its batch norms over training tasks, unless <see cref="MeasuredOn"/> says otherwise.</summary>
    /// <param name="meta">The meta-parameters, without tasks; statistics among them are not looked at.</param>
    /// <param name="tasks">Training tasks, some hundred.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>To be kept beside the meta-parameters under <see cref="Statistics"/>; empty where there is no batch norm.</returns>
    public virtual ParameterSet Measure(ParameterSet meta, Episode tasks, Key key) => ParameterSet.Empty;

    /// <summary>Tasks in parts of ten, so that not all are in memory at once.</summary>
    private protected static IEnumerable<Episode> InParts(Episode tasks)
    {
        const int Part = 10;
        for (int first = 0; first < tasks.Tasks; first += Part) yield return tasks.Take(first..Math.Min(first + Part, tasks.Tasks));
    }

    /// <summary>The meta-parameters without running statistics.</summary>
    /// <param name="meta">With or without them.</param>
    public static ParameterSet WithoutStatistics(ParameterSet meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Where(name => !name.StartsWith(Statistics + "/", StringComparison.Ordinal));
    }

    /// <summary>What travels with x, with the running statistics that a set of parameters has beside it, if it has some.</summary>
    private protected static Context? Running(ParameterSet parameters, Context? context) => parameters.AtOrEmpty(Statistics) is { Count: > 0 } measured
        ? (context ?? new()) with { Statistics = Learning.Statistics.Running(measured) }
        : context;

    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        var (adaptKey, predictKey) = key.Split();
        return QueryLoss(Adapt(meta, tasks.Support, adaptKey), tasks.Query, loss, new() { Key = predictKey, Weight = tasks.Query.Weight });
    }

    /// <summary>Models after several numbers of steps of adaptation, for learners that have steps; others have one model for all.</summary>
    /// <param name="meta">The meta-parameters, without tasks.</param>
    /// <param name="support">The examples of each task.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <param name="at">Numbers of steps, ascending.</param>
    /// <returns>An adapted set for each.</returns>
    public virtual IReadOnlyList<ParameterSet> Trajectory(ParameterSet meta, Batch support, Key key, IReadOnlyList<int> at)
    {
        var adapted = Adapt(meta, support, key);
        return [.. at.Select(_ => adapted)];
    }

    /// <summary>The mean over a query set of a loss or metric of an adapted model.</summary>
    /// <param name="adapted">From <see cref="Adapt"/>.</param>
    /// <param name="query">Other examples of the same tasks.</param>
    /// <param name="metric">One number per example.</param>
    /// <param name="context">What travels with x; null: no noise.</param>
    /// <returns>[tasks;]</returns>
    public Tensor QueryLoss(ParameterSet adapted, Batch query, Loss metric, Context? context = null) =>
        query.Mean(metric(query.Masked(Predict(adapted, query.X, context)), query.Y));
}
