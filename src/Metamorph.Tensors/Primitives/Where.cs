namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Entry by entry, the first value where this is not 0, else the second. What is not chosen does not show through, not even as NaN, and gets no derivative. (An infinite derivative further back does: x.Sqrt() at a negative x that is not chosen is better computed of an x that was itself chosen by Where.)</summary>
    /// <param name="chosen">Where this is not 0.</param>
    /// <param name="otherwise">Where this is 0.</param>
    /// <returns>The shapes and tasks of all three, broadcast; the dtype of the values.</returns>
    public Tensor Where(Tensor chosen, Tensor otherwise)
    {
        var (a, b) = Align(chosen, otherwise, "Where");
        // Plain numbers as values take the condition's dtype, but stay plain with integers; else the condition takes theirs.
        var condition = DType == a.DType || (a.IsWeak && DType != DType.Int32) ? Stop() : new CastPrimitive(a.DType, a.IsWeak).Apply(Stop().NotEqualTo(0.0));
        (condition, a) = Align(condition, a, "Where");
        (a, b) = Align(a, b, "Where");
        return WherePrimitive.Instance.Apply(condition, a, b);
    }
}

/// <summary>condition != 0 ? a : b.</summary>
internal sealed record WherePrimitive : Primitive
{
    internal static readonly WherePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => Pointwise.Select(x[0], x[1], x[2]);

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) =>
        [null, needed[1] ? x[0].Where(cotangent, 0.0) : null, needed[2] ? x[0].Where(0.0, cotangent) : null];

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) =>
        x[0].Where(tangents[1] ?? Tensor.Zeros(y.Shape, y.DType, y.Tasks), tangents[2] ?? Tensor.Zeros(y.Shape, y.DType, y.Tasks));

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var (a, b) in Example.Pairs(key.Fold(0)))
        {
            var mask = key.Fold(1).Fold(draws++).Bernoulli(0.5, a.Shape, a.Tasks, DType.Int32);
            yield return new(x => x[0].Where(x[1], x[2]), [mask, a, b], (x, i) => x[0][i] != 0 ? x[1][i] : x[2][i]);
        }
    }
}
