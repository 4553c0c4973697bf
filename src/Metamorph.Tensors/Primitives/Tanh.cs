using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The hyperbolic tangent, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Tanh() => TanhPrimitive.Instance.Apply(Floating("Tanh"));
}

/// <summary>tanh(x).</summary>
internal sealed record TanhPrimitive : Elementwise
{
    internal static readonly TanhPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Tanh>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => 1.0 - y * y;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Tanh(), Math.Tanh);
}
