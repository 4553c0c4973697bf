using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <content>Comparisons, entry by entry: 1 where true and 0 where false, in the dtype of the operands. NaN is neither less, greater nor equal.</content>
public sealed partial class Tensor
{
    /// <summary>1 where a is greater than b.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator >(Tensor a, Tensor b) => Compare<Greater>(a, b, ">");

    /// <summary>1 where a is less than b.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator <(Tensor a, Tensor b) => Compare<Greater>(b, a, "<");

    /// <summary>1 where a is greater than b or equal.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator >=(Tensor a, Tensor b) => Compare<GreaterOrEqual>(a, b, ">=");

    /// <summary>1 where a is less than b or equal.</summary>
    /// <param name="a">One operand.</param>
    /// <param name="b">Another, of a shape and tasks that broadcast with the first.</param>
    public static Tensor operator <=(Tensor a, Tensor b) => Compare<GreaterOrEqual>(b, a, "<=");

    /// <summary>1 where both are equal.</summary>
    /// <param name="other">Of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor EqualTo(Tensor other) => Compare<Equal>(this, other, "EqualTo");

    /// <summary>1 where the two differ; so also where one is NaN.</summary>
    /// <param name="other">Of a shape and tasks that broadcast with this.</param>
    /// <returns>The shape and tasks of both, broadcast.</returns>
    public Tensor NotEqualTo(Tensor other) => 1.0 - EqualTo(other);

    private static Tensor Compare<TRelation>(Tensor a, Tensor b, string operation)
        where TRelation : IRelation
    {
        (a, b) = Align(a, b, operation);
        return ComparePrimitive<TRelation>.Instance.Apply(a, b);
    }

    internal readonly struct Greater : IRelation
    {
        public static Arithmetic Kind => Arithmetic.Greater;

        public static bool Holds<T>(T a, T b)
            where T : unmanaged, INumber<T> => a > b;

        public static Vector<T> Mask<T>(Vector<T> a, Vector<T> b) => Vector.GreaterThan(a, b);
    }

    internal readonly struct GreaterOrEqual : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, INumber<T> => a >= b;

        public static Vector<T> Mask<T>(Vector<T> a, Vector<T> b) => Vector.GreaterThanOrEqual(a, b);
    }

    internal readonly struct Equal : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, INumber<T> => a == b;

        public static Vector<T> Mask<T>(Vector<T> a, Vector<T> b) => Vector.Equals(a, b);
    }
}

/// <summary>Whether a relation holds, as 1 or 0.</summary>
internal sealed record ComparePrimitive<TRelation> : Constant
    where TRelation : IRelation
{
    internal static readonly ComparePrimitive<TRelation> Instance = new();

    internal override string Name => typeof(TRelation).Name;

    internal override Tensor Forward(Tensor[] x) => Pointwise.Binary<Relation<TRelation>>(x[0], x[1]);

    internal override IEnumerable<Example> Examples(Key key) =>
        Example.Binary(key, (a, b) => a > b, (a, b) => a > b ? 1 : 0)
            .Concat(Example.Binary(key.Fold(0), (a, b) => a < b, (a, b) => a < b ? 1 : 0))
            .Concat(Example.Binary(key.Fold(1), (a, b) => a >= b, (a, b) => a >= b ? 1 : 0))
            .Concat(Example.Binary(key.Fold(2), (a, b) => a <= b, (a, b) => a <= b ? 1 : 0))
            .Concat(Example.Binary(key.Fold(3), (a, b) => a.Round().EqualTo(b.Round()), (a, b) => Math.Round(a) == Math.Round(b) ? 1 : 0))
            .Concat(Example.Binary(key.Fold(4), (a, b) => a.Round().NotEqualTo(b.Round()), (a, b) => Math.Round(a) != Math.Round(b) ? 1 : 0));
}
