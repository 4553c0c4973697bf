using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The square root, entry by entry, correctly rounded. Its derivative at 0 is infinite: put an epsilon inside where a gradient passes.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Sqrt() => SqrtPrimitive.Instance.Apply(Floating("Sqrt"));
}

/// <summary>sqrt(x).</summary>
internal sealed record SqrtPrimitive : Elementwise
{
    internal static readonly SqrtPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => 0.5 / y;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Sqrt(), Math.Sqrt, 0.3, 3);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Sqrt(x, y);
    }
}
