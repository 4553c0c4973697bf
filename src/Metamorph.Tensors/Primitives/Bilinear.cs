namespace Metamorph.Tensors;

/// <summary>A map that is linear in each of two inputs. One writes two transposes and gets both rules.</summary>
internal abstract record Bilinear : Primitive
{
    /// <summary>The cotangent of the left input, given the right one.</summary>
    internal abstract Tensor Left(Tensor cotangent, Tensor right);

    /// <summary>The cotangent of the right input, given the left one.</summary>
    internal abstract Tensor Right(Tensor left, Tensor cotangent);

    internal sealed override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) =>
        [needed[0] ? Left(cotangent, x[1]) : null, needed[1] ? Right(x[0], cotangent) : null];

    internal sealed override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => (tangents[0], tangents[1]) switch
    {
        (null, { } right) => Apply(x[0], right),
        ({ } left, null) => Apply(left, x[1]),
        var (left, right) => Apply(left!, x[1]) + Apply(x[0], right!),
    };
}
