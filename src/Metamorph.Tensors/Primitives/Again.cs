namespace Metamorph.Tensors;

/// <summary>The same numbers for a computation that is made again: in a recording, nothing that is made of them is taken for what was made before.</summary>
internal sealed record AgainPrimitive : LinearMap
{
    internal static readonly AgainPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => x[0].Stop();

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => cotangent;

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => Instance.Apply(x), x => x);

    /// <summary>The same tensor, marked as made again if a step is being recorded.</summary>
    internal static Tensor Mark(Tensor x) => x.Recorded is null ? x : x.Record(new Recorded(Instance, [x], x));
}
