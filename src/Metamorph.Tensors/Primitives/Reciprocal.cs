using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>One over x, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Reciprocal() => ReciprocalPrimitive.Instance.Apply(Floating("Reciprocal"));
}

/// <summary>1 / x.</summary>
internal sealed record ReciprocalPrimitive : Elementwise
{
    internal static readonly ReciprocalPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Reciprocal>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => -(y * y);

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Reciprocal(), x => 1 / x, 0.4, 2, signed: true);
}
