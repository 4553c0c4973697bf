namespace Metamorph.Learning;

/// <summary>
/// Joint pre-training at its best: as <see cref="Pretrained"/>, one model trained on the examples of all tasks together, but the rate and
/// the number of steps of its fine-tuning are those of a grid that do best on validation tasks. Meta-parameters: <c>start/...</c>, those of
/// the module, and <c>rate</c> and <c>steps</c> [], which training leaves alone and <see cref="Tune"/> finds.
/// </summary>
/// <param name="module">The model.</param>
/// <param name="loss">What support and query predictions are judged by.</param>
/// <param name="rates">To choose from; null: <see cref="Rates"/>.</param>
/// <param name="steps">To choose from, ascending; null: <see cref="StepCounts"/>.</param>
public sealed class FineTuned(Module module, Loss loss, IReadOnlyList<double>? rates = null, IReadOnlyList<int>? steps = null) : FewShotLearner(loss)
{
    /// <summary>The inner optimizer of a rate. The default value is gradient descent.</summary>
    public Func<Tensor, Optimizer> Rule { get; init; } = rate => Optimizers.Sgd(rate);

    /// <summary>Rates to choose from where none are given: 0.001 to 0.3, each about three times the one before.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>Numbers of steps to choose from where none are given; 0 is no fine-tuning.</summary>
    public static IReadOnlyList<int> StepCounts { get; } = [0, 1, 2, 5, 10, 20, 50, 100];

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => module.BatchNormKind;

    /// <summary>A new start, with a rate of 0.01 and one step.</summary>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => With(Learner.Init(key).At("start"), 0.01, 1);

    /// <summary>Finds the rate and the number of steps for a start that was trained, or for one that was not.</summary>
    /// <param name="start">Parameters of the module, without tasks.</param>
    /// <param name="validation">Tasks to choose by: the smallest mean query loss.</param>
    /// <param name="key">Where noise comes from.</param>
    /// <returns>This learner's meta-parameters.</returns>
    public ParameterSet Tune(ParameterSet start, Episode validation, Key key)
    {
        var grid = (rates ?? Rates).SelectMany(rate => (steps ?? StepCounts)
            .Zip(Evaluation.Errors(Learner, Descent(start, Tensor.Full(rate, [], start.Tensors[0].DType)), validation, Loss, steps ?? StepCounts, key))
            .Select(tried => (Rate: rate, Steps: tried.First, Error: tried.Second.Average())));

        // NaN sorts before every number; a rate that diverges is the worst.
        var best = grid.MinBy(tried => double.IsNaN(tried.Error) ? double.PositiveInfinity : tried.Error);
        return With(start, best.Rate, best.Steps);
    }

    /// <summary>The loss of <see cref="Pretrained"/>: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key) => Learner.MetaLoss(meta, tasks, key);

    /// <inheritdoc/>
    public override ParameterSet Adapt(ParameterSet meta, Batch support, Key key) =>
        Learner.Trajectory(Descent(meta.At("start"), meta["rate"]), support, key, [(int)Math.Round((double)meta["steps"])])[0];

    /// <inheritdoc/>
    public override Tensor Predict(ParameterSet adapted, Tensor x, Context? context = null) => Learner.Predict(adapted, x, context);

    private Pretrained Learner => new(module, Loss, InnerRule.OneRate(0.01, Rule), 1);

    private static ParameterSet Descent(ParameterSet start, Tensor rate) => ParameterSet.Join(("start", start), ("rule", new(("rate", rate))));

    private static ParameterSet With(ParameterSet start, double rate, int steps) =>
        new([.. ParameterSet.Join(("start", start)), ("rate", Tensor.Full(rate, [], start.Tensors[0].DType)), ("steps", Tensor.Full(steps, [], start.Tensors[0].DType))]);
}
