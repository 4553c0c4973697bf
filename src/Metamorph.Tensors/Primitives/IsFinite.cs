using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>1 where a number is finite, 0 where it is infinite or NaN.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor IsFinite() => IsFinitePrimitive.Instance.Apply(Floating("IsFinite"));
}

/// <summary>Whether x is finite, as 1 or 0.</summary>
internal sealed record IsFinitePrimitive : Constant
{
    internal static readonly IsFinitePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.IsFinite(), _ => 1);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (int i = 0; i < y.Length; i++) y[i] = T.IsFinite(x[i]) ? T.One : T.Zero;
        }
    }
}
