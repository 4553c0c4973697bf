namespace Metamorph.Learning;

/// <summary>Every row brought to mean 0 and variance 1 over its features, then scaled and shifted (Ba et al. 2016, https://arxiv.org/abs/1607.06450).</summary>
/// <param name="Size">The number of features.</param>
public sealed record LayerNorm(int Size) : Module
{
    /// <summary>Added to the variance. The default value is 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <returns>scale [size] of 1, shift [size] of 0</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("scale", Tensor.Ones([Size])), ("shift", Tensor.Zeros([Size])));

    /// <param name="x">[tasks; ..., size]</param>
    /// <returns>[tasks; ..., size]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var centred = x - x.Mean(-1, keep: true);
        var deviation = ((centred * centred).Mean(-1, keep: true) + Epsilon).Rsqrt();
        return centred * deviation * parameters["scale"] + parameters["shift"];
    }
}
