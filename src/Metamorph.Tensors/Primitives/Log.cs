using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The natural logarithm, entry by entry: minus infinity at 0, NaN below.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Log() => LogPrimitive.Instance.Apply(Floating("Log"));
}

/// <summary>log(x).</summary>
internal sealed record LogPrimitive : Elementwise
{
    internal static readonly LogPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Log>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => x.Reciprocal();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Log(), Math.Log, 0.2, 3);
}
