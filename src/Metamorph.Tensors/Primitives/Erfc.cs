using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>1 - erf(x), entry by entry, exact also where erf is near 1.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Erfc() => ErfcPrimitive.Instance.Apply(Floating("Erfc"));
}

/// <summary>1 - erf(x).</summary>
internal sealed record ErfcPrimitive : Elementwise
{
    internal static readonly ErfcPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Erfc>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => -ErfPrimitive.Slope * (-(x * x)).Exp();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Erfc(), x => 1 - ErfPrimitive.Series(x));
}
