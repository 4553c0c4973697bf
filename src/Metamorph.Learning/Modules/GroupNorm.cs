namespace Metamorph.Learning;

/// <summary>
/// Every example brought to mean 0 and variance 1 over space and each group of its channels, then scaled and shifted channel by
/// channel (Wu and He 2018, https://arxiv.org/abs/1803.08494). No example sees another.
/// </summary>
/// <param name="Groups">The number of groups; as many as channels: instance norm; 1: layer norm over a whole image.</param>
/// <param name="Channels">The number of channels.</param>
public sealed record GroupNorm(int Groups, int Channels) : Module
{
    /// <summary>Added to the variance. The default value is 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <returns>scale [channels] of 1, shift [channels] of 0</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("scale", Tensor.Ones([Channels])), ("shift", Tensor.Zeros([Channels])));

    /// <param name="x">[tasks; n, channels, ...]</param>
    /// <returns>[tasks; n, channels, ...]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (Groups < 1 || Channels % Groups != 0) throw new ArgumentException($"GroupNorm: {Groups} groups of {Channels} channels. Expected a divisor of the channels.");
        ChannelNorm.Require(x, Channels, "GroupNorm");
        var grouped = x.Reshape([x.Shape[0], Groups, Channels / Groups, .. x.Shape.Skip(2)]);
        var inside = Axes.Of([.. Enumerable.Range(2, grouped.Rank - 2)]);
        var centred = grouped - grouped.Mean(inside, keep: true);
        var normal = centred * ((centred * centred).Mean(inside, keep: true) + Epsilon).Rsqrt();
        return ChannelNorm.Scaled(normal.Reshape(x.Shape), parameters["scale"], parameters["shift"]);
    }
}
