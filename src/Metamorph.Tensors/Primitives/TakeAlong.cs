using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>One entry of an axis for each index: y[.., i, ..] = x[.., index[.., i, ..], ..].</summary>
    /// <param name="index">Int32, of as many axes; at the other axes of equal size, or one of both 1.</param>
    /// <param name="axis">Along which axis.</param>
    /// <returns>The shape with the index's size at the axis.</returns>
    /// <exception cref="IndexException">An index is not an entry of the axis.</exception>
    public Tensor TakeAlong(Tensor index, int axis)
    {
        var (x, i, at) = AlignAlong(this, index, axis, "TakeAlong");
        IndexException.ThrowIfOutside(index, x.Shape[at], "TakeAlong", $"axis {axis} of {Form} has {x.Shape[at]} entries");
        return new TakeAlongPrimitive(at).Apply(x, i);
    }

    /// <summary>Adds entries to zeros, each where its index names: y[.., index[.., i, ..], ..] += x[.., i, ..]. The transpose of <see cref="TakeAlong"/>.</summary>
    /// <param name="index">Int32, of the shape of this tensor, or of size 1 at axes other than <paramref name="axis"/>.</param>
    /// <param name="axis">Along which axis.</param>
    /// <param name="size">The size of that axis in the result.</param>
    /// <returns>The shape with <paramref name="size"/> at the axis.</returns>
    /// <exception cref="IndexException">An index is not an entry of the axis.</exception>
    public Tensor ScatterAddAlong(Tensor index, int axis, int size)
    {
        var (x, i, at) = AlignAlong(this, index, axis, "ScatterAddAlong");
        if (x.Shape != i.Shape) throw new ShapeException($"ScatterAddAlong: {index.Form} has not one index for every entry of {Form}. Expected equal sizes at axis {axis}.");
        IndexException.ThrowIfOutside(index, size, "ScatterAddAlong", $"the axis is to have {size} entries");
        return new ScatterAddAlongPrimitive(at, size).Apply(x, i);
    }

    private static (Tensor X, Tensor Index, int Axis) AlignAlong(Tensor x, Tensor index, int axis, string operation)
    {
        ArgumentNullException.ThrowIfNull(index);
        index.Integer(operation);
        int at = x.Shape.Axis(axis, operation);
        int? tasks = OneTasks(x, index, operation);
        int[] sizes = x.Shape.ToArray();
        if (index.Rank != x.Rank) throw new ShapeException($"{operation}: the index {index.Form} has {index.Rank} axes and {x.Form} has {x.Rank}. Expected as many.");
        for (int i = 0; i < sizes.Length; i++)
        {
            int p = x.Shape[i], q = index.Shape[i];
            if (i != at && p != q && p != 1 && q != 1)
                throw new ShapeException($"{operation}: the index {index.Form} does not fit to {x.Form}: sizes {q} and {p} meet at axis {i}. Expected equal sizes, or 1, at all axes but {axis}.");
            sizes[i] = p == 1 ? q : p;
        }

        return (x.StretchTo(((Shape)sizes).With(at, x.Shape[at]), tasks), index.StretchTo(((Shape)sizes).With(at, index.Shape[at]), tasks), at);
    }
}

/// <summary>One entry of an axis for each index.</summary>
internal sealed record TakeAlongPrimitive(int Axis) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new ScatterAddAlongPrimitive(Axis, x[0].Shape[Axis]).Apply(cotangent, x[1]);

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0)).Where(x => x.Rank > 0 && x.Shape[^1] > 0))
            yield return new(
                x => x[0].TakeAlong(x[1], -1), [x, key.Fold(1).Fold(draws++).Integers(0, x.Shape[^1], x.Shape.With(x.Rank - 1, 2), x.Tasks)],
                (x, i) => x[0][[.. i[..^1], (int)x[1][i]]]);
        foreach (var (left, right) in new (int?, int?)[] { (2, null), (null, 2), (2, 2) })
            yield return new(
                x => x[0].TakeAlong(x[1], 1), [Example.Draw(key, [2, 3, 2], left), key.Fold(2).Integers(0, 3, [1, 4, 2], right)],
                (x, i) => x[0][i[0], (int)x[1][0, i[1], i[2]], i[2]]);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var (x, index) = (inputs[0], inputs[1]);
        var y = Tensor.Allocate<T>(index.Shape, x.Tasks, x.IsWeak);
        int inner = Shape.Of(x.Shape.Span[(Axis + 1)..]).Size;
        return y.By(() => Gather.Along(x.Values<T>(), IndexException.Inside(index.Values<int>(), x.Shape[Axis], "TakeAlong"), x.Shape[Axis], index.Shape[Axis], inner, y.Target<T>()));
    }
}
