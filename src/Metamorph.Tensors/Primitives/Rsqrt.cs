using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>One over the square root, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Rsqrt() => RsqrtPrimitive.Instance.Apply(Floating("Rsqrt"));
}

/// <summary>1 / sqrt(x).</summary>
internal sealed record RsqrtPrimitive : Elementwise
{
    internal static readonly RsqrtPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Rsqrt>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => -0.5 * y * y * y;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Rsqrt(), x => 1 / Math.Sqrt(x), 0.3, 3);
}
