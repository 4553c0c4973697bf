namespace Metamorph.Tensors;

/// <summary>The identity that makes a variable of a tensor: what a derivative is taken with respect to.</summary>
internal sealed record VariablePrimitive : LinearMap
{
    internal static readonly VariablePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => x[0].Stop();

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => cotangent;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => Instance.Apply(x), x => x);
}
