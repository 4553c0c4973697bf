using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(1 + exp(x)), entry by entry, without overflow.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Softplus() => SoftplusPrimitive.Instance.Apply(Floating("Softplus"));
}

/// <summary>log(1 + exp(x)).</summary>
internal sealed record SoftplusPrimitive : Elementwise
{
    internal static readonly SoftplusPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Softplus>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => x.Sigmoid();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)));
}
