using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>-1, 0 or 1, entry by entry; NaN stays NaN.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Sign() => SignPrimitive.Instance.Apply(Floating("Sign"));
}

/// <summary>sign(x).</summary>
internal sealed record SignPrimitive : Constant
{
    internal static readonly SignPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Kernel>(x[0]);

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Sign(), x => Math.Sign(x), 0.3, 2, signed: true);

    private readonly struct Kernel : IUnary
    {
        public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (int i = 0; i < y.Length; i++) y[i] = T.IsNaN(x[i]) ? x[i] : T.CreateChecked(T.Sign(x[i]));
        }
    }
}
