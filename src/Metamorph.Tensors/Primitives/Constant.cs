namespace Metamorph.Tensors;

/// <summary>An operation whose derivative is zero wherever there is one: comparisons, rounding, indices. It is never recorded.</summary>
internal abstract record Constant : Primitive
{
    internal sealed override bool IsConstant => true;

    internal sealed override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) => new Tensor?[x.Length];

    internal sealed override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => Tensor.Zeros(y.Shape, y.DType, y.Tasks);
}
