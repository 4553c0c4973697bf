namespace Metamorph.Learning;

/// <summary>
/// Holds a learner's meta-gradient against what defines it: the differences of its meta-loss where it is <see cref="MetaLearner{TTask}.Exact"/>, and the
/// formula of its paper where it is not.
/// </summary>
/// <param name="Formula">What the meta-gradient has to be.</param>
/// <param name="Results">The comparisons.</param>
public sealed record MetaGradientCheck(string Formula, IReadOnlyList<GradientCheck> Results)
{
    /// <summary>Checks a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="meta">Meta-parameters, Float64.</param>
    /// <param name="tasks">A few tasks, Float64.</param>
    /// <param name="key">Where noise and the sample come from.</param>
    /// <returns>What was checked and what came of it.</returns>
    /// <exception cref="NotSupportedException">The learner is not exact, and no formula of its kind is known here; or it has no meta-parameters.</exception>
    public static MetaGradientCheck Of(FewShotLearner learner, ParameterSet meta, Episode tasks, Key key)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(tasks);
        if (meta.Count == 0) throw new NotSupportedException($"{learner.GetType().Name} has no meta-parameters, so that there is no meta-gradient. Expected a learner that learns something over tasks.");
        var (lossKey, sampleKey) = key.Split();
        return learner switch
        {
            { Exact: true } => new(
                "exact: the derivative of the mean meta-loss",
                GradientCheck.Differences(m => learner.MetaLoss(m, tasks, lossKey).MeanOverTasks(), meta, learner.MetaGradient(meta, tasks, lossKey).Gradient, sampleKey)),
            Reptile reptile => new(
                "not exact: start - adapted, the mean over tasks (Nichol et al. 2018)",
                [GradientCheck.Same("start - adapted", Direction(reptile, meta, tasks.Support, lossKey.Split().First), Start(reptile, meta, tasks, lossKey))]),
            GradientLearner { Loop: FirstOrder } firstOrder when BeginsAtStart(firstOrder) => FirstOrderFormula(firstOrder, meta, tasks, lossKey, sampleKey),
            GradientLearner { Loop: Implicit loop, BatchRows: null } atMinimum when BeginsAtStart(atMinimum) && meta.At(GradientLearner.Start).Names.Any(atMinimum.Adapts) =>
                ImplicitFormula(atMinimum, loop, meta, tasks.Take(0..1), lossKey, sampleKey),
            _ => throw new NotSupportedException($"{learner.GetType().Name} is not exact, and there is no formula here that its meta-gradient could be held against. Expected an exact learner, Reptile, or one with the inner loop first-order or implicit that adapts the learned start itself and sees all support rows at each step."),
        };

        // Where the start is first changed by the support set in another way, the formulas would have to know it.
        bool BeginsAtStart(GradientLearner l) =>
            l.Trajectory(meta, tasks.Support, lossKey, [0])[0] is var begin && meta.At(GradientLearner.Start).All(p => (double)(begin[p.Name] - p.Value).Abs().Sum().SumOverTasks() == 0);
    }

    private static ParameterSet Direction(Reptile learner, ParameterSet meta, Batch support, Key key) =>
        (meta.At(GradientLearner.Start).PerTask(support.X.Tasks) - learner.Adapt(meta, support, key)).MeanOverTasks();

    private static ParameterSet Start(GradientLearner learner, ParameterSet meta, Episode tasks, Key key) =>
        learner.MetaGradient(meta, tasks, key).Gradient.At(GradientLearner.Start);

    private static MetaGradientCheck FirstOrderFormula(GradientLearner learner, ParameterSet meta, Episode tasks, Key lossKey, Key sampleKey)
    {
        var (adaptKey, predictKey) = lossKey.Split();
        var adapted = learner.Adapt(meta, tasks.Support, adaptKey);
        var gradient = Start(learner, meta, tasks, lossKey);
        var part = adapted.Where(gradient.Names.Contains);
        return new(
            "not exact: the gradient of the query loss at the adapted parameters (Finn et al. 2017, section 5.2); of a learned rule it says nothing",
            GradientCheck.Differences(
                by => learner.QueryLoss(adapted.Replace(part + by.PerTask(tasks.Tasks)), tasks.Query, learner.Loss, new() { Key = predictKey, Weight = tasks.Query.Weight }).MeanOverTasks(),
                Zeros(part),
                gradient,
                sampleKey));
    }

    // (I + H / strength) g = the gradient of the query loss, H being that of the support loss at the adapted parameters. So along any
    // direction g is the derivative of query loss - (support gradient) . g / strength, with g held. It differs from task to task.
    private static MetaGradientCheck ImplicitFormula(GradientLearner learner, Implicit loop, ParameterSet meta, Episode task, Key lossKey, Key sampleKey)
    {
        var (adaptKey, predictKey) = lossKey.Split();
        var adapted = learner.Adapt(meta, task.Support, adaptKey);
        var gradient = Start(learner, meta, task, lossKey).Where(learner.Adapts);
        var part = adapted.Where(learner.Adapts);
        return new(
            $"not exact: (1 + Hessian / strength) g = the gradient of the query loss at the adapted parameters, of one task (Rajeswaran et al. 2019, eq. 6), solved in at most {loop.Iterations} steps of conjugate gradients; of a learned rule it says nothing",
            GradientCheck.Differences(
                by =>
                {
                    var moved = part + by.PerTask(1);
                    var pull = Gradient.Of(p => learner.QueryLoss(adapted.Replace(p), task.Support, learner.Loss, new() { Weight = task.Support.Weight }), moved);
                    var query = learner.QueryLoss(adapted.Replace(moved), task.Query, learner.Loss, new() { Key = predictKey, Weight = task.Query.Weight });
                    return (query - pull.Dot(gradient) / loop.Strength).MeanOverTasks();
                },
                Zeros(part),
                gradient,
                sampleKey));
    }

    private static ParameterSet Zeros(ParameterSet like) => like.Map(p => Tensor.Zeros(p.Shape, p.DType));
}
