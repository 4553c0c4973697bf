using System.Numerics;
namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Where the largest entry over some axes, or over all, is; of equal ones the first.</summary>
    /// <param name="axes">Which axes; not given: all. They have at least one entry.</param>
    /// <returns>Int32, the shape without these axes: the place in the axis, or, of several, in row-major order of all of them.</returns>
    public Tensor ArgMax(Axes axes = default)
    {
        bool[] chosen = axes.In(Shape, "ArgMax");
        var (kept, among) = (Shape.Without(chosen), Shape.Without([.. chosen.Select(c => !c)]));
        if (among.Size == 0) throw new ShapeException($"ArgMax: there is no entry to choose from in {Form}. Expected at least one in the axes asked for.");
        var last = Permute([.. Enumerable.Range(0, Rank).OrderBy(i => chosen[i])]);
        return new ArgMaxPrimitive().Apply(last.Reshape([.. kept.Span, among.Size]));
    }

    /// <summary>One axis as the last.</summary>
    internal Tensor MoveToEnd(int axis) => Permute([.. Enumerable.Range(0, Rank).Where(i => i != axis), axis]);

    /// <summary>The last axis as another: undoes <see cref="MoveToEnd"/>.</summary>
    internal Tensor MoveFromEnd(int axis) => Permute([.. Enumerable.Range(0, axis), Rank - 1, .. Enumerable.Range(axis, Rank - 1 - axis)]);
}

/// <summary>Where the largest entry of the last axis is.</summary>
internal sealed record ArgMaxPrimitive : Constant
{
    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Rank > 0 && x.Shape[^1] > 0))
            yield return new(x => x[0].ArgMax(-1), [x], (x, i) => Enumerable.Range(0, x[0].Shape[^1]).MaxBy(k => x[0][[.. i, k]]));
        yield return new(x => x[0].ArgMax(), [Example.Draw(key, [2, 3], 2)], (x, _) => Enumerable.Range(0, 6).MaxBy(k => x[0][k / 3, k % 3]));
        yield return new(x => x[0].ArgMax([0, 2]), [Example.Draw(key, [2, 3, 4], 2)], (x, i) => Enumerable.Range(0, 8).MaxBy(k => x[0][k / 4, i[0], k % 4]));
        yield return new(x => x[0].ArgMax(0), [Example.Draw(key, [3, 2], 2)], (x, i) => Enumerable.Range(0, 3).MaxBy(k => x[0][k, i[0]]));
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<int>(Shape.Of(x.Shape.Span[..^1]), x.Tasks);
        return y.By(() => Find(x.Values<T>(), x.Shape[^1], y.Target<int>()));
    }

    private static void Find<T>(ReadOnlySpan<T> values, int n, Span<int> target)
        where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < target.Length; row++)
        {
            int best = 0;
            var entries = values.Slice(row * n, n);
            // A NaN, if there is one, is the largest, as in Max.
            for (int i = 1; i < n && !T.IsNaN(entries[best]); i++)
                if (entries[i] > entries[best] || T.IsNaN(entries[i])) best = i;
            target[row] = best;
        }
    }
}
