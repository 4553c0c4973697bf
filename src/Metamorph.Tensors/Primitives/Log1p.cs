using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(1 + x), entry by entry, exact also for small x.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Log1p() => Log1pPrimitive.Instance.Apply(Floating("Log1p"));
}

/// <summary>log(1 + x).</summary>
internal sealed record Log1pPrimitive : Elementwise
{
    internal static readonly Log1pPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Log1p>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => (1.0 + x).Reciprocal();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Log1p(), x => Math.Log(1 + x), -0.5, 2);
}
