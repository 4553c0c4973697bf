using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The larger of two, entry by entry; NaN if one is. Where they are equal, each gets half of the derivative.</summary>
    /// <param name="other">The other operand, of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor Maximum(Tensor other)
    {
        var (a, b) = Align(this, other, "Maximum");
        return MaximumPrimitive.Instance.Apply(a, b);
    }
}

/// <summary>max(a, b).</summary>
internal sealed record MaximumPrimitive : Primitive
{
    internal static readonly MaximumPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Binary<Kernel>(x[0], x[1]);

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) =>
        [needed[0] ? cotangent * Share(x[0], x[1]) : null, needed[1] ? cotangent * Share(x[1], x[0]) : null];

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => (tangents[0], tangents[1]) switch
    {
        (null, { } b) => b * Share(x[1], x[0]),
        ({ } a, null) => a * Share(x[0], x[1]),
        var (a, b) => a! * Share(x[0], x[1]) + b! * Share(x[1], x[0]),
    };

    internal override IEnumerable<Example> Examples(Key key) => Example.Binary(key, (a, b) => a.Maximum(b), Math.Max);

    private static Tensor Share(Tensor mine, Tensor other) => 0.5 * ((mine > other) + (mine >= other));

    private readonly struct Kernel : IBinary
    {
        public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T> => TensorPrimitives.Max(a, b, y);
    }
}
