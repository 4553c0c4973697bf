using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>e to the power x, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Exp() => ExpPrimitive.Instance.Apply(Floating("Exp"));
}

/// <summary>exp(x).</summary>
internal sealed record ExpPrimitive : Elementwise
{
    internal static readonly ExpPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Exp>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => y;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Exp(), Math.Exp);
}
