namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same numbers, row after row, as another shape. Copies only what does not lie row after row.</summary>
    /// <param name="shape">What one task is to see, of as many entries.</param>
    /// <returns>[tasks; shape]</returns>
    /// <exception cref="ShapeException">The shape has another number of entries.</exception>
    public Tensor Reshape(Shape shape)
    {
        if (shape.Size != Size) throw new ShapeException($"Reshape: {Form} has {Size} entries a task and {shape} has {shape.Size}. Expected as many.");
        return shape == Shape ? this : new ReshapePrimitive(shape, Tasks).Apply(this);
    }

    /// <summary>The same numbers with a further axis of size 1.</summary>
    /// <param name="axis">Where it is to stand: -1 makes it the last.</param>
    /// <returns>[tasks; ..., 1, ...]</returns>
    public Tensor Expand(int axis)
    {
        int at = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)at > (uint)Rank) throw new ShapeException($"Expand: an axis cannot be put at {axis} in {Form}. Expected {-Rank - 1} to {Rank}.");
        return Reshape(Shape.Insert(at, 1));
    }

    /// <summary>The same numbers with all axes from one on made into one.</summary>
    /// <param name="axis">The first of them.</param>
    /// <returns>[tasks; axes before, product of the rest]</returns>
    public Tensor Flatten(int axis = 0)
    {
        int from = Rank == 0 ? 0 : Shape.Axis(axis, "Flatten");
        return Reshape([.. Shape.Span[..from], Shape.Of(Shape.Span[from..]).Size]);
    }
}

/// <summary>The same numbers, in row-major order with the task axis first, as another shape and number of tasks.</summary>
internal sealed record ReshapePrimitive(Shape Shape, int? Tasks) : LinearMap
{
    internal override Tensor Forward(Tensor[] x) => x[0].Dense().View(Shape, Tasks, x[0].Strides is null ? x[0].Offset : 0, Kernels.Strides.Dense([Tasks ?? 1, .. Shape]));

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new ReshapePrimitive(x[0].Shape, x[0].Tasks).Apply(cotangent);

    internal override int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y) => x[0].Tasks == Tasks ? origins : null;

    internal override Primitive OnTasks(int tasks) => this with { Tasks = Tasks is null ? null : tasks };

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key))
        {
            yield return new(x => x[0].Reshape([x[0].Size]), [x], (x, i) => x[0][Unflatten(i[0], x[0].Shape)]);
            yield return new(x => x[0].Expand(0).Expand(-1), [x], (x, i) => x[0][i[1..^1]]);
        }

        foreach (var x in Example.Layouts(key).Where(x => x.Tasks is not null))
            yield return new(x => x[0].TasksToAxis(), [x], (x, i) => x[0][i], AcrossTasks: true);
        yield return new(x => x[0].AxisToTasks(), [Example.Draw(key, [3, 2])], (x, i) => x[0][i], AcrossTasks: true);
        yield return new(x => x[0].Reshape([2, 6]), [Example.Draw(key, [4, 3], 2)], (x, i) => x[0][Unflatten(i[0] * 6 + i[1], x[0].Shape)]);
    }

    private static int[] Unflatten(int flat, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; flat /= shape[axis--]) index[axis] = flat % shape[axis];
        return index;
    }
}
