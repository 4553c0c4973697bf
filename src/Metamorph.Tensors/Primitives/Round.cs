using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The nearest whole number, entry by entry; halves go to the even one.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Round() => RoundPrimitive.Instance.Apply(Floating("Round"));
}

/// <summary>round(x).</summary>
internal sealed record RoundPrimitive : Constant
{
    internal static readonly RoundPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Round(), Math.Round);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Round(x, y);
    }
}
