using System.Numerics;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>In which order the entries of an axis are sorted; equal ones stay in their order. NaN comes last in either order.</summary>
    /// <param name="axis">Along which axis.</param>
    /// <param name="descending">From the largest to the smallest.</param>
    /// <returns>Int32, of this shape: along the axis, where the smallest entry is, the next, and so on.</returns>
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        int at = Shape.Axis(axis, "ArgSort");
        return new ArgSortPrimitive(descending).Apply(MoveToEnd(at)).MoveFromEnd(at);
    }

    /// <summary>The entries of an axis in order. Differentiable: the derivative goes to where an entry came from.</summary>
    /// <param name="axis">Along which axis.</param>
    /// <param name="descending">From the largest to the smallest.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Sort(int axis = -1, bool descending = false) => TakeAlong(ArgSort(axis, descending), axis);

    /// <summary>The largest entries of an axis, from the largest on, and where they are.</summary>
    /// <param name="count">How many.</param>
    /// <param name="axis">Along which axis.</param>
    /// <returns>Values and Int32 indices: the shape with <paramref name="count"/> at the axis.</returns>
    public (Tensor Values, Tensor Index) TopK(int count, int axis = -1)
    {
        int at = Shape.Axis(axis, "TopK");
        if (count < 0 || count > Shape[at]) throw new ShapeException($"TopK: {count} entries of axis {axis} of {Form}, which has {Shape[at]}. Expected 0 to {Shape[at]}.");
        var index = ArgSort(at, descending: true).Slice(at, 0, count);
        return (TakeAlong(index, at), index);
    }
}

/// <summary>In which order the entries of the last axis are sorted.</summary>
internal sealed record ArgSortPrimitive(bool Descending) : Constant
{
    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Rank > 0))
        {
            yield return new(x => x[0].ArgSort(), [x], (x, i) => Order(x[0], i[..^1])[i[^1]]);
            if (x.Strides is [.., 0]) continue; // Equal entries: a kink of the sorted values.
            yield return new(x => x[0].Sort(descending: true), [x], (x, i) => x[0][[.. i[..^1], Order(x[0], i[..^1])[x[0].Shape[^1] - 1 - i[^1]]]]);
        }

        yield return new(x => x[0].TopK(2, 0).Values, [Example.Draw(key, [4, 3], 2)], (x, i) => Enumerable.Range(0, 4).Select(k => x[0][k, i[1]]).OrderDescending().ElementAt(i[0]));

        static int[] Order(Entries x, int[] row) => [.. Enumerable.Range(0, x.Shape[^1]).OrderBy(k => x[[.. row, k]])];
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<int>(x.Shape, x.Tasks);
        return y.By(() => Order(x.Values<T>().ToArray(), x.Shape[^1], y.Target<int>()));
    }

    private void Order<T>(T[] values, int n, Span<int> target)
        where T : unmanaged, INumber<T>
    {
        for (int start = 0; start < values.Length; start += n)
        {
            var order = target.Slice(start, n);
            for (int i = 0; i < n; i++) order[i] = i;
            int from = start;
            order.Sort((i, j) => Compare(values[from + i], values[from + j]) is var c && c != 0 ? c : i.CompareTo(j));
        }
    }

    private int Compare<T>(T a, T b)
        where T : unmanaged, INumber<T> =>
        T.IsNaN(a) || T.IsNaN(b) ? T.IsNaN(a).CompareTo(T.IsNaN(b)) : Descending ? b.CompareTo(a) : a.CompareTo(b);
}
