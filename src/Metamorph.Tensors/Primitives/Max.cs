using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The largest entry over some axes, or over all; NaN if there is one. Equal largest entries share the derivative.</summary>
    /// <param name="axes">Which axes; not given: all.</param>
    /// <param name="keep">Whether they stay, with size 1.</param>
    /// <returns>[tasks; what is left]; minus infinity of nothing.</returns>
    public Tensor Max(Axes axes = default, bool keep = false)
    {
        bool[] chosen = axes.In(Shape, "Max");
        var kept = Shape.OnesAt(chosen);
        var largest = kept == Shape ? this : new MaxPrimitive(kept).Apply(this);
        return keep ? largest : largest.Reshape(Shape.Without(chosen));
    }
}

/// <summary>The largest entry over the axes that are 1 in a smaller shape.</summary>
internal sealed record MaxPrimitive(Shape Shape) : Primitive
{
    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed) => [cotangent * Shares(x[0], y)];

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) =>
        new SumToPrimitive(Shape, y.Tasks).Apply(tangents[0]! * Shares(x[0], y));

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key))
            if (x.Rank == 0) yield return new(x => x[0].Max(), [x], (x, _) => x[0][[]]);
            else if (x.Shape[^1] == 0 || x.Strides is [.., 0]) yield return new(x => x[0].Max(0), [x], (x, i) => Enumerable.Range(0, x[0].Shape[0]).Max(k => x[0][[k, .. i]]));
            else yield return new(x => x[0].Max(-1), [x], (x, i) => Enumerable.Range(0, x[0].Shape[^1]).Max(k => x[0][[.. i, k]]));
        foreach (int? tasks in new int?[] { null, 2 })
            yield return new(x => x[0].Max([0, 1], keep: true), [Example.Draw(key, [2, 3, 4], tasks)],
                (x, i) => Enumerable.Range(0, 6).Max(k => x[0][k / 3, k % 3, i[2]]));
    }

    /// <summary>1 at the largest entry, or 1/n at each of n equal ones, else 0.</summary>
    private Tensor Shares(Tensor x, Tensor y)
    {
        var largest = x.EqualTo(y);
        return largest / new SumToPrimitive(Shape, x.Tasks).Apply(largest);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(Shape, x.Tasks, x.IsWeak);
        bool[] reduced = [false, .. x.Shape.Select((n, i) => n != Shape[i])];
        var reduction = new Reduction(x.Offset, x.FullSizes, x.FullStrides, reduced);
        return y.By(() => reduction.Run<Largest, T>(x.Memory<T>(), y.Target<T>()));
    }
}
