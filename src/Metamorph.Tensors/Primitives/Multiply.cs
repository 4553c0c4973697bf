using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>a b, entry by entry.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator *(Tensor a, Tensor b)
    {
        (a, b) = Align(a, b, "*");
        return MultiplyPrimitive.Instance.Apply(a, b);
    }
}

/// <summary>a b.</summary>
internal sealed record MultiplyPrimitive : Bilinear
{
    internal static readonly MultiplyPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Binary<Kernel>(x[0], x[1]);

    internal override Tensor Left(Tensor cotangent, Tensor right) => cotangent * right;

    internal override Tensor Right(Tensor left, Tensor cotangent) => left * cotangent;

    internal override IEnumerable<Example> Examples(Key key) => Example.Binary(key, (a, b) => a * b, (a, b) => a * b);

    private readonly struct Kernel : IBinary
    {
        public static Arithmetic Kind => Arithmetic.Multiply;

        public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
            where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(a, b, y);
    }
}
