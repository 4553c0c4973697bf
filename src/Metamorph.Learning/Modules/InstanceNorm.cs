namespace Metamorph.Learning;

/// <summary>
/// Every channel of every example brought to mean 0 and variance 1 over space, then scaled and shifted (Ulyanov et al. 2016,
/// https://arxiv.org/abs/1607.08022): <see cref="GroupNorm"/> with a group for each channel.
/// </summary>
/// <param name="Channels">The number of channels.</param>
public sealed record InstanceNorm(int Channels) : Module
{
    /// <summary>Added to the variance. The default value is 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    private GroupNorm Norm => new(Channels, Channels) { Epsilon = Epsilon };

    /// <returns>scale [channels] of 1, shift [channels] of 0</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => Norm.Init(key);

    /// <param name="x">[tasks; n, channels, ...], with at least one axis of space.</param>
    /// <returns>[tasks; n, channels, ...]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => x.Rank > 2
        ? Norm.Apply(parameters, x, context)
        : throw new ShapeException($"InstanceNorm: the input is {x.Form}. Expected axes of space behind [n, channels, ...]: the variance of one value is 0.");
}
