using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>a + b, entry by entry.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator +(Tensor a, Tensor b)
    {
        (a, b) = Align(a, b, "+");
        return AddPrimitive.Instance.Apply(a, b);
    }
}

/// <summary>a + b.</summary>
internal sealed record AddPrimitive : Primitive
{
    internal static readonly AddPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Binary<Kernel>(x[0], x[1]);

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) => [cotangent, cotangent];

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) =>
        tangents[0] is not { } a ? tangents[1]! : tangents[1] is not { } b ? a : a + b;

    internal override IEnumerable<Example> Examples(Key key) => Example.Binary(key, (a, b) => a + b, (a, b) => a + b);

    private readonly struct Kernel : IBinary
    {
        public static Arithmetic Kind => Arithmetic.Add;

        public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T> => TensorPrimitives.Add(a, b, y);
    }
}
