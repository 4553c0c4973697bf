using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The magnitude, entry by entry. Its derivative at 0 is 0.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Abs() => AbsPrimitive.Instance.Apply(Floating("Abs"));
}

/// <summary>|x|.</summary>
internal sealed record AbsPrimitive : Elementwise
{
    internal static readonly AbsPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => x.Sign();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Abs(), Math.Abs, 0.3, 2, signed: true);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Abs(x, y);
    }
}
