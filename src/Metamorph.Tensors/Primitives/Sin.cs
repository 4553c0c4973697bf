using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sine of an angle in radians, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Sin() => SinPrimitive.Instance.Apply(Floating("Sin"));
}

/// <summary>sin(x).</summary>
internal sealed record SinPrimitive : Elementwise
{
    internal static readonly SinPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Sin>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => x.Cos();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Sin(), Math.Sin);
}
