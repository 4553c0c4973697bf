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
    private int iteration = int.MaxValue;

    /// <summary>Iterations in which the weights of the steps' losses move from equal to the last alone. The default value is 0: the last alone.</summary>
    public int AnnealingIterations { get; init; }

    /// <summary>Iterations with first-order derivatives before second-order ones. The default value is 0.</summary>
    public int FirstOrderIterations { get; init; }

    /// <summary>Weights of the query losses after step 1, 2, ..., in place of annealed ones: [steps].</summary>
    public Tensor? StepWeights { get; init; }

    /// <summary>The weight of every step but the last: 1 / steps at first, falling on a line to 0; the last gains what they lose.</summary>
    private double Early => AnnealingIterations == 0 ? 0 : Math.Max(0, 1 - (iteration - 1.0) / AnnealingIterations) / Steps;

    internal override InnerLoop Loop => iteration <= FirstOrderIterations ? new FirstOrder() : base.Loop;

    /// <inheritdoc/>
    public override MetaLearner<Episode> At(int iteration)
    {
        var at = (MamlPlusPlus)MemberwiseClone();
        at.iteration = iteration;
        return at;
    }

    /// <summary>The weighted sum of the query losses after every step: [tasks;].</summary>
    /// <inheritdoc/>
    public override Tensor MetaLoss(ParameterSet meta, Episode tasks, Key key)
    {
        if (StepWeights is null && Early == 0) return base.MetaLoss(meta, tasks, key);
        var (adaptKey, predictKey) = key.Split();
        var weights = StepWeights ?? Tensor.Of([.. Enumerable.Repeat(Early, Steps - 1), 1 - Early * (Steps - 1)], [Steps]);
        var passed = Trajectory(meta, tasks.Support, adaptKey, [.. Enumerable.Range(1, Steps)]);
        return passed
            .Select((p, step) => QueryLoss(p, tasks.Query, Loss, new() { Key = predictKey.Fold(step), Step = step, Weight = tasks.Query.Weight }))
            .Select((losses, step) => weights.Slice(0, step, 1).Reshape([]).Cast(losses.DType) * losses)
            .Aggregate((a, b) => a + b);
    }
}
