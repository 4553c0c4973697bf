using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>-x, entry by entry.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor operator -(Tensor x) => x.DType == DType.Int32 ? 0.0 - x : NegatePrimitive.Instance.Apply(x);
}

/// <summary>-x.</summary>
internal sealed record NegatePrimitive : LinearMap
{
    internal static readonly NegatePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => -cotangent;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => -x, x => -x);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Negate(x, y);
    }
}
