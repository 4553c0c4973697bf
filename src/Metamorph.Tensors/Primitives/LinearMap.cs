namespace Metamorph.Tensors;

/// <summary>
/// A map that is linear in its first input; further inputs are indices. One writes its transpose and gets both rules: the tangent
/// goes through the map itself.
/// </summary>
internal abstract record LinearMap : Primitive
{
    /// <summary>The transposed map on a cotangent: of the first input's shape, tasks and dtype.</summary>
    internal abstract Tensor Transposed(Tensor[] x, Tensor cotangent);

    internal sealed override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed)
    {
        var cotangents = new Tensor?[x.Length];
        cotangents[0] = Transposed(x, cotangent);
        return cotangents;
    }

    internal sealed override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => Apply([tangents[0]!, .. x[1..]]);
}
