namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Stretched to a larger shape: axes of size 1 are repeated, missing ones are put in front. Copies nothing.</summary>
    /// <param name="shape">What one task is to see.</param>
    /// <returns>[tasks; shape]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor BroadcastTo(Shape shape)
    {
        bool fits = Rank <= shape.Rank;
        for (int i = 1; fits && i <= Rank; i++) fits = Shape[^i] == 1 || Shape[^i] == shape[^i];
        return fits ? StretchTo(shape, Tasks) : throw new ShapeException($"BroadcastTo: {Form} does not stretch to {shape}. Expected every axis, from the last, to be equal or 1.");
    }
}

/// <summary>A view that repeats axes of size 1, puts axes in front, and gives a task axis: its strides there are 0.</summary>
internal sealed record BroadcastToPrimitive(Shape Shape, int? Tasks) : LinearMap
{
    internal override Tensor Forward(Tensor[] x)
    {
        int[] from = x[0].FullStrides, strides = new int[Shape.Rank + 1];
        strides[0] = x[0].Tasks is null ? 0 : from[0];
        for (int i = 1; i <= x[0].Rank; i++) strides[^i] = x[0].Shape[^i] == 1 ? 0 : from[^i];
        return x[0].View(Shape, Tasks, x[0].Offset, strides);
    }

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new SumToPrimitive(x[0].Shape, x[0].Tasks).Apply(cotangent);

    internal override Primitive OnTasks(int tasks) => this with { Tasks = Tasks is null ? null : tasks };

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var (from, to) in new (Shape, Shape)[] { ([], []), ([], [3]), ([3], [3]), ([1], [4]), ([3, 1], [2, 3, 4]), ([1, 4], [2, 3, 4]), ([2, 1, 3], [2, 4, 3]), ([1, 3], [0, 3]), ([0, 3], [2, 0, 3]) })
            foreach (int? tasks in new int?[] { null, 2 })
                yield return new(x => x[0].BroadcastTo(to), [Example.Draw(key.Fold(draws++), from, tasks)], (x, i) => x[0][i]);
        yield return new(x => x[0].PerTask(3), [Example.Draw(key.Fold(draws++), [2, 3])], (x, i) => x[0][i], AcrossTasks: true);
        yield return new(x => x[0].BroadcastTo([2, 2, 3]), [Example.Draw(key.Fold(draws++), [3, 2]).Transpose()], (x, i) => x[0][i]);
        yield return new(x => x[0].BroadcastTo([2, 3]), [Example.Draw(key.Fold(draws++), [2, 6]).Slice(1, 0, 3, step: 2)], (x, i) => x[0][i]);
        yield return new(x => x[0].BroadcastTo([2, 3]), [Example.Draw(key.Fold(draws++), [1, 3]).StretchTo([2, 3], null)], (x, i) => x[0][i]);
    }
}
