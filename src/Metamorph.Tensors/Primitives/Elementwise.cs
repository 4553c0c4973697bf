namespace Metamorph.Tensors;

/// <summary>A function of one number, entry by entry. One writes its derivative and gets both rules.</summary>
internal abstract record Elementwise : Primitive
{
    /// <summary>The derivative at every entry, in terms of the input and the result.</summary>
    internal abstract Tensor Derivative(Tensor x, Tensor y);

    internal sealed override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) => [cotangent * Derivative(x[0], y)];

    internal sealed override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => tangents[0]! * Derivative(x[0], y);
}
