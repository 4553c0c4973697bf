namespace Metamorph.Learning;

/// <summary>
/// Every channel brought to mean 0 and variance 1 over the examples and space, then scaled and shifted (Ioffe and Szegedy 2015,
/// https://arxiv.org/abs/1502.03167). Whose mean and variance is said by <see cref="Context.Statistics"/>: those of the batch at hand, so that
/// the prediction for an example depends on those beside it ("transductive"), or those that were measured before. Rows of weight 0 have no part in them.
/// </summary>
/// <param name="Channels">The number of channels.</param>
public sealed record BatchNorm(int Channels) : Module
{
    /// <summary>Added to the variance. The default value is 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>
    /// A scale and a shift for each of so many inner steps, as in MAML++ (Antoniou et al. 2018, https://arxiv.org/abs/1810.09502, section 4, "BNWB").
    /// Their running statistics of each step ("BNRS") are left out: an adapted model takes those of its support. Later steps, and what is no inner step, have the last. Null, the default: the same for all steps.
    /// </summary>
    public int? Steps { get; init; }

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Steps is null ? BatchNormKind.Shared : BatchNormKind.PerStep;

    /// <returns>scale of 1 and shift of 0, each [channels] or [steps, channels]</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        Shape shape = Steps is not int steps ? [Channels] : steps > 0 ? [steps, Channels]
            : throw new ArgumentException($"BatchNorm: a scale and a shift for each of {steps} steps. Expected at least 1, or null for the same at all steps.");
        return new(("scale", Tensor.Ones(shape)), ("shift", Tensor.Zeros(shape)));
    }

    /// <param name="x">[tasks; n, channels, ...]</param>
    /// <returns>[tasks; n, channels, ...]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        ChannelNorm.Require(x, Channels, "BatchNorm");
        var statistics = context?.Statistics ?? Statistics.Batch;
        if (x.Size <= x.Shape[1] && statistics.OfBatchAtHand)
            throw new ShapeException(
                $"BatchNorm: {x.Form} has {x.Size / Math.Max(1, x.Shape[1])} values for each channel, whose variance says nothing. Expected 2 or more: give more examples, or use running statistics with Context.Statistics = Statistics.Running(measured).");
        var share = Share(x, context?.Weight);
        var mean = statistics.Of(Statistics.Mean, () => OfBatch(x, share));
        var centred = x - ChannelNorm.OverSpace(mean, x);
        var variance = statistics.Of(Statistics.Variance, () => OfBatch(centred * centred, share));
        var (scale, shift) = (AtStep(parameters["scale"], context?.Step), AtStep(parameters["shift"], context?.Step));
        return ChannelNorm.Scaled(centred, scale * (variance + Epsilon).Rsqrt(), shift);
    }

    /// <summary>What holds at an inner step: [channels] of [steps, channels], or of [channels] for all. Later steps, and what is no inner step, have the last.</summary>
    private static Tensor AtStep(Tensor perStep, int? step) => perStep.Rank == 1
        ? perStep
        : perStep.Slice(0, Math.Min(step ?? int.MaxValue, perStep.Shape[0] - 1), 1).Reshape([perStep.Shape[1]]);

    /// <summary>The mean of every channel over all examples and space: [tasks; channels].</summary>
    private static Tensor OfBatch(Tensor x, Tensor? share)
    {
        var others = Axes.Of([.. Enumerable.Range(0, x.Rank).Where(i => i != 1)]);
        return share is null ? x.Mean(others) : (x * share).Sum(others);
    }

    /// <summary>What part of the mean every value of a row has, 0 where the row does not count: [tasks; n, 1, ...]. Null: all the same.</summary>
    private static Tensor? Share(Tensor x, Tensor? weight)
    {
        if (weight is null) return null;
        var rows = weight.Cast(x.DType).Reshape([x.Shape[0], .. Enumerable.Repeat(1, x.Rank - 1)]);
        var total = rows.Sum() * ((double)x.Size / Math.Max(1, x.Shape[0] * x.Shape[1]));
        return (total > 0.0).Where(rows / (total > 0.0).Where(total, 1.0), 0.0);
    }
}
