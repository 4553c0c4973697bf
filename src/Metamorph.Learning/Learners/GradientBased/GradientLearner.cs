namespace Metamorph.Learning;

/// <summary>
/// A learner that adapts by gradient descent from a learned start: MAML and its family, which differ in the rule, in what adapts, in
/// what is learned beside the start, and in how the loop is differentiated. Meta-parameters: <c>start/...</c>, those of the
/// module, and <c>rule/...</c>, those of the inner rule.
/// </summary>
/// <param name="module">The model.</param>
/// <param name="loss">What support and query predictions are judged by.</param>
/// <param name="rule">The inner rule.</param>
/// <param name="steps">Inner steps in training and in <see cref="Adapt"/>.</param>
/// <param name="loop">How the inner loop is differentiated; null: unrolled.</param>
public abstract class GradientLearner(Module module, Loss loss, InnerRule rule, int steps, InnerLoop? loop = null) : FewShotLearner(loss)
{
    internal const string Start = "start";
    private protected const string Rule = "rule";

    /// <summary>The model.</summary>
    public Module Module => module;

    /// <summary>Inner steps in training.</summary>
    public int Steps => steps;

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => module.BatchNormKind;

    /// <inheritdoc/>
    public override bool Exact => Loop.Exact;

    /// <summary>Support rows that an inner step sees, drawn anew at each; null: all.</summary>
    public int? BatchRows { get; init; }

    internal virtual InnerLoop Loop => loop ?? new Unrolled();

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        var start = module.Init(key.Fold(0));
        return ParameterSet.Join((Start, start), (Rule, rule.Init(start.Where(Adapts), key.Fold(1))));
    }

    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) => Trajectory(meta, support, key, [steps])[0];

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSet> Trajectory(ParameterSet meta, Batch support, Key key, IReadOnlyList<int> at)
    {
        var start = Begin(meta, support);
        var adapting = start.Where(Adapts).PerTask(support.X.Tasks);
        var passed = Loop.Run(SupportLosses(start, support, key), InnerOptimizer(meta), adapting, at);
        return [.. passed.Select((p, i) => Adapted(start.Replace(p), meta, support, at[i]))];
    }

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => module.Apply(adapted, x, Running(adapted, context));

    /// <inheritdoc/>
    public override string MeasuredOn => "support";

    /// <summary>
    /// Says that a model is to keep the statistics of its own support set, under its adapted parameters, for its queries ("MetaBN", Bronskill et al. 2020, "TaskNorm",
    /// https://arxiv.org/abs/2003.03284, section 3.3). Running ones of training tasks do not fit, since parameters differ from task to task.
    /// </summary>
    /// <inheritdoc/>
    public override ParameterSet Measure(ParameterSet meta, Episode tasks, Key key) =>
        BatchNormKind == BatchNormKind.None ? ParameterSet.Empty : new(("support", Tensor.Ones([])));

    /// <summary>All that prediction needs, for each task, after some steps: what was adapted, and the support's statistics where they are asked for.</summary>
    private protected ParameterSet Adapted(ParameterSet parameters, ParameterSet meta, Batch support, int steps)
    {
        var each = parameters.PerTask(support.X.Tasks);
        if (meta.AtOrEmpty(Statistics).Count == 0) return each;
        var measured = Learning.Statistics.OfEach(module, each, support, new() { Step = Math.Max(0, steps - 1) });
        return new([.. each, .. ParameterSet.Join((Statistics, measured))]);
    }

    /// <summary>All parameters of the module before the first step: without tasks, or with those of the support where they depend on it.</summary>
    private protected virtual ParameterSet Begin(ParameterSet meta, Batch support) => meta.At(Start);

    /// <summary>Whether a parameter of the module is adapted to a task; the others are learned and stay.</summary>
    internal virtual bool Adapts(string name) => true;

    /// <summary>The inner rule.</summary>
    private protected InnerRule InnerRule => rule;

    /// <summary>The optimizer of the inner loop.</summary>
    private protected Optimizer InnerOptimizer(ParameterSet meta) => rule.Of(meta.AtOrEmpty(Rule));

    /// <summary>The losses that the inner loop descends, of those parameters that adapt, and the step.</summary>
    private protected Func<ParameterSet, int, Tensor> SupportLosses(ParameterSet start, Batch support, Key key) =>
        (p, step) => SupportLoss(start.Replace(p), support, key.Fold(step), step);

    /// <summary>The loss that an inner step descends: [tasks;].</summary>
    private Tensor SupportLoss(ParameterSet parameters, Batch support, Key key, int step)
    {
        var batch = BatchRows is int rows ? support.Draw(key.Fold(0), rows) : support;
        return QueryLoss(parameters, batch, Loss, new() { Key = key.Fold(1), Step = step, Weight = batch.Weight });
    }
}
