using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>max(x, 0), entry by entry; NaN stays NaN. Its derivative at 0 is 0.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Relu() => ReluPrimitive.Instance.Apply(Floating("Relu"));
}

/// <summary>max(x, 0).</summary>
internal sealed record ReluPrimitive : Elementwise
{
    internal static readonly ReluPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => x > 0.0;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Relu(), x => Math.Max(x, 0), 0.3, 2, signed: true);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Max(x, T.Zero, y);
    }
}
