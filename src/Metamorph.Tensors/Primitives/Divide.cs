using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>a / b, entry by entry, correctly rounded.</summary>
    /// <param name="a">The numerator: Float32 or Float64.</param>
    /// <param name="b">The denominator, of a shape and tasks that broadcast with the numerator.</param>
    public static Tensor operator /(Tensor a, Tensor b)
    {
        (a, b) = Align(a, b, "/");
        return DividePrimitive.Instance.Apply(a.Floating("/"), b);
    }
}

/// <summary>a / b.</summary>
internal sealed record DividePrimitive : Primitive
{
    internal static readonly DividePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Binary<Kernel>(x[0], x[1]);

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed)
    {
        var left = cotangent / x[1];
        return [left, needed[1] ? -(left * y) : null];
    }

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) =>
        tangents[1] is not { } b ? tangents[0]! / x[1] : ((tangents[0] is { } a ? a : 0.0) - y * b) / x[1];

    internal override IEnumerable<Example> Examples(Key key) => Example.Binary(key, (a, b) => a / b, (a, b) => a / b, 0.5, 2, signed: true);

    private readonly struct Kernel : IBinary
    {
        public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T> => TensorPrimitives.Divide(a, b, y);
    }
}
