namespace Metamorph.Learning;

/// <summary>
/// "How to train your MAML" (Antoniou et al. 2018, https://arxiv.org/abs/1810.09502): a learned rate for every parameter tensor and
/// step; query losses after every step, whose weights move to the last one in the course of training (section 4, "MSL"); and
/// first-order derivatives at the beginning, second-order ones after ("DA").
/// </summary>
/// <param name="rate">The rates to begin with.</param>
/// <inheritdoc cref="GradientLearner(Module, Loss, InnerRule, int, InnerLoop)"/>
public sealed class MamlPlusPlus(Module module, Loss loss, double rate, int steps, InnerLoop? loop = null)
    : GradientLearner(module, loss, InnerRule.RatePerLayerAndStep(rate, steps), steps, loop)
{
    private const int FirstOrderPhase = 1, AnnealingPhase = 2;

    private bool isFirstOrder;
    private Tensor? annealed;

    /// <summary>Iterations in which the weights of the steps' losses move from equal to the last alone. The default value is 0: the last alone.</summary>
    public int AnnealingIterations { get; init; }

    /// <summary>Iterations with first-order derivatives before second-order ones. The default value is 0.</summary>
    public int FirstOrderIterations { get; init; }

    /// <summary>Weights of the query losses after step 1, 2, ..., in place of annealed ones: [steps].</summary>
    public Tensor? StepWeights { get; init; }

    internal override InnerLoop Loop => isFirstOrder ? new FirstOrder() : base.Loop;

    /// <inheritdoc/>
    public override int Phase(int iteration) =>
        (iteration <= FirstOrderIterations ? FirstOrderPhase : 0) | (StepWeights is null && iteration <= AnnealingIterations ? AnnealingPhase : 0);

    /// <summary>While losses are annealed, their weights: 1 / steps for every step at first, falling on a line to 0 but for the last, which gains what they lose.</summary>
    /// <inheritdoc/>
    public override ParameterSet Schedule(int iteration)
    {
        if ((Phase(iteration) & AnnealingPhase) == 0) return ParameterSet.Empty;
        double early = (1 - (iteration - 1.0) / AnnealingIterations) / Steps;
        return new(("weights", Tensor.Of([.. Enumerable.Repeat(early, Steps - 1), 1 - early * (Steps - 1)], [Steps])));
    }

    /// <inheritdoc/>
    public override MetaLearner<Episode> At(int phase, ParameterSet schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (phase == 0) return this;
        var at = (MamlPlusPlus)MemberwiseClone();
        at.isFirstOrder = (phase & FirstOrderPhase) != 0;
        if (schedule.Count > 0) at.annealed = schedule["weights"];
        return at;
    }

    /// <summary>The weighted sum of the query losses after every step: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        if ((StepWeights ?? annealed) is not { } weights) return base.MetaLoss(meta, tasks, key);
        var (adaptKey, predictKey) = key.Split();
        var passed = Trajectory(meta, tasks.Support, adaptKey, [.. Enumerable.Range(1, Steps)]);
        return passed
            .Select((p, step) => QueryLoss(p, tasks.Query, Loss, new() { Key = predictKey.Fold(step), Step = step, Weight = tasks.Query.Weight }))
            .Select((losses, step) => weights.Slice(0, step, 1).Reshape([]).Cast(losses.DType) * losses)
            .Aggregate((a, b) => a + b);
    }
}
