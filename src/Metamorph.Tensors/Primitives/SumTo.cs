using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sum over some axes, or over all.</summary>
    /// <param name="axes">Which axes; not given: all.</param>
    /// <param name="keep">Whether they stay, with size 1.</param>
    /// <returns>[tasks; what is left]; 0 for the sum of nothing.</returns>
    public Tensor Sum(Axes axes = default, bool keep = false)
    {
        bool[] summed = axes.In(Shape, "Sum");
        var kept = Shape.OnesAt(summed);
        var sum = kept == Shape ? this : new SumToPrimitive(kept, Tasks).Apply(this);
        return keep ? sum : sum.Reshape(Shape.Without(summed));
    }
}

/// <summary>Sums over the axes that are 1 or missing in a smaller shape, and over tasks if it has none: the transpose of a broadcast.</summary>
internal sealed record SumToPrimitive(Shape Shape, int? Tasks) : LinearMap
{
    internal override string Name => "Sum";

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => cotangent.StretchTo(x[0].Shape, x[0].Tasks);

    internal override Primitive OnTasks(int tasks) => this with { Tasks = Tasks is null ? null : tasks };

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0))) yield return new(x => x[0].Sum(), [x], (x, _) => Total(x[0], [], 0));
        foreach (int? tasks in new int?[] { null, 2 })
        {
            yield return new(x => x[0].Sum(-1), [Draw([2, 3, 4], tasks)], (x, i) => Enumerable.Range(0, 4).Sum(k => x[0][i[0], i[1], k]));
            yield return new(x => x[0].Sum(0), [Draw([130, 2, 3], tasks)], (x, i) => Enumerable.Range(0, 130).Sum(k => x[0][k, i[0], i[1]]));
            yield return new(x => x[0].Sum([0, 2], keep: true), [Draw([2, 3, 4], tasks)],
                (x, i) => Enumerable.Range(0, 8).Sum(k => x[0][k / 4, i[1], k % 4]));
            yield return new(x => x[0].Sum(1), [Draw([2, 0], tasks)], (_, _) => 0);
            yield return new(x => x[0].Sum(0), [Draw([3, 5], tasks).Transpose()], (x, i) => Enumerable.Range(0, 5).Sum(k => x[0][k, i[0]]));
            yield return new(x => x[0].Sum(0), [Draw([4, 6], tasks).Slice(0, 0, 2, step: 2).Slice(1, 1, 4)], (x, i) => x[0][0, i[0]] + x[0][1, i[0]]);
        }

        foreach (var x in Example.Layouts(key.Fold(2)).Where(x => x.Tasks is not null))
            yield return new(
                x => x[0].SumOverTasks(), [x], (x, i) => Enumerable.Range(0, x[0].Shape[0]).Sum(t => x[0][[t, .. i]]), AcrossTasks: true);

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(1).Fold(draws++), shape, tasks);
    }

    internal override Tensor Forward(Tensor[] x)
    {
        // What is left lies as what was summed, so that runs of memory meet runs.
        if (x[0].Rank != Shape.Rank || Laid.Order(x[0]) is not { } order) return base.Forward(x);
        return Laid.Seen(new SumToPrimitive(Array.ConvertAll(order, i => Shape[i]), Tasks).Forward([Laid.View(x[0], order)]), order);
    }

    private static double Total(Entries x, int[] index, int axis) => axis == x.Shape.Rank
        ? x[index]
        : Enumerable.Range(0, x.Shape[axis]).Sum(i => Total(x, [.. index, i], axis + 1));

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(Shape, Tasks, x.IsWeak);
        bool[] reduced = new bool[x.Rank + 1];
        reduced[0] = Tasks is null;
        for (int i = 1; i <= x.Rank; i++) reduced[^i] = i > Shape.Rank || Shape[^i] == 1;
        var reduction = new Reduction(x.Offset, x.FullSizes, x.FullStrides, reduced);
        return y.By(new SumWork<T>(reduction, x, y));
    }
}
