using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The cosine of an angle in radians, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Cos() => CosPrimitive.Instance.Apply(Floating("Cos"));
}

/// <summary>cos(x).</summary>
internal sealed record CosPrimitive : Elementwise
{
    internal static readonly CosPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Cos>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => -x.Sin();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Cos(), Math.Cos);
}
