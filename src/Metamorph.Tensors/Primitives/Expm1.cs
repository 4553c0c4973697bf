using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>e to the power x, less 1, entry by entry, exact also for small x.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Expm1() => Expm1Primitive.Instance.Apply(Floating("Expm1"));
}

/// <summary>exp(x) - 1.</summary>
internal sealed record Expm1Primitive : Elementwise
{
    internal static readonly Expm1Primitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.ExpM1>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => y + 1.0;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Expm1(), x => Math.Exp(x) - 1);
}
