using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>1 / (1 + exp(-x)), entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Sigmoid() => SigmoidPrimitive.Instance.Apply(Floating("Sigmoid"));
}

/// <summary>1 / (1 + exp(-x)).</summary>
internal sealed record SigmoidPrimitive : Elementwise
{
    internal static readonly SigmoidPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Sigmoid>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => y * (1.0 - y);

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)));
}
