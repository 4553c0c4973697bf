namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>x where positive, else a small multiple of it, entry by entry (Maas et al. 2013).</summary>
    /// <param name="slope">The multiple below 0; its derivative at 0 too.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor LeakyRelu(double slope = 0.01) => new LeakyReluPrimitive(slope).Apply(Floating("LeakyRelu"));
}

/// <summary>x where positive, else slope x.</summary>
internal sealed record LeakyReluPrimitive(double Slope) : Elementwise
{
    internal override Tensor Forward(Tensor[] x) => Pointwise.Slope(x[0], Slope);

    internal override Tensor Derivative(Tensor x, Tensor y) => (x > 0.0).Where(1.0, Slope);

    internal override IEnumerable<Example> Examples(Key key) =>
        Example.Unary(key, x => x.LeakyRelu(0.1), x => x > 0 ? x : 0.1 * x, 0.3, 2, signed: true);
}
