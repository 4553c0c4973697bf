namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Tensors one after another along an axis.</summary>
    /// <param name="parts">At least one tensor; of one dtype and, but for the axis, of one shape.</param>
    /// <param name="axis">Along which axis.</param>
    /// <returns>The shape with the sum of their sizes at the axis.</returns>
    /// <exception cref="ShapeException">Shapes differ elsewhere, or there is no part.</exception>
    public static Tensor Concatenate(IReadOnlyList<Tensor> parts, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ShapeException("Concatenate: no parts. Expected at least one tensor.");
        int? tasks = parts.Aggregate(parts[0], (a, b) => OneTasks(a, b, "Concatenate") == a.Tasks ? a : b).Tasks;
        return ConcatenatePrimitive.Join([.. parts.Select(p => p.PerTask(tasks))], parts[0].Shape.Axis(axis, "Concatenate"), "Concatenate");
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="parts">At least one tensor, all of one dtype and shape.</param>
    /// <param name="axis">Where the new axis is to stand.</param>
    /// <returns>The shape with a further axis, of the number of parts.</returns>
    /// <exception cref="ShapeException">Shapes differ, or there is no part.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> parts, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Concatenate([.. parts.Select(p => p.Expand(axis))], axis);
    }
}

/// <summary>Tensors one after another along an axis of the shape, or along the task axis.</summary>
internal sealed record ConcatenatePrimitive(int Axis) : Primitive
{
    /// <summary>The axis that means tasks.</summary>
    internal const int TaskAxis = -1;

    internal override bool MovesTasks => Axis == TaskAxis;

    /// <summary>Concatenates parts of one number of tasks (or along tasks), and says what does not fit.</summary>
    internal static Tensor Join(Tensor[] parts, int axis, string operation)
    {
        if (parts.Length == 0) throw new ShapeException($"{operation}: no parts. Expected at least one tensor.");
        var strong = Array.Find(parts, p => !p.IsWeak) ?? parts[0];
        parts = Array.ConvertAll(parts, p => Tensor.OneDType(p, strong, operation).A);
        foreach (var part in parts)
        {
            bool fits = part.Rank == strong.Rank;
            for (int i = 0; fits && i < part.Rank; i++) fits = i == axis || part.Shape[i] == strong.Shape[i];
            if (!fits) throw new ShapeException($"{operation}: {part.Form} does not fit to {strong.Form}{(axis == TaskAxis ? "" : $" along axis {axis}")}. Expected equal sizes at all other axes.");
        }

        return parts is [var only] ? only : new ConcatenatePrimitive(axis).Apply(parts);
    }

    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed)
    {
        int start = 0;
        return [.. x.Select((part, i) =>
        {
            int count = Length(part), from = start;
            start += count;
            return !needed[i] ? null : Axis == TaskAxis ? cotangent.TakeTasks(from..(from + count)) : cotangent.Slice(Axis, from, count);
        })];
    }

    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) =>
        Apply([.. x.Select((part, i) => tangents[i] ?? Tensor.Zeros(part.Shape, part.DType, part.Tasks))]);

    internal override int[]? TaskOrigins(int[] origins, int input, Tensor[] x, Tensor y)
    {
        if (Axis != TaskAxis) return base.TaskOrigins(origins, input, x, y);
        int[] all = new int[y.Tasks!.Value];
        Array.Fill(all, Derivatives.TaskFlow.None);
        origins.CopyTo(all, x[..input].Sum(Length));
        return all;
    }

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0)).Where(x => x.Rank > 0))
            yield return new(z => Tensor.Concatenate([z[0], z[0], z[1]], -1), [x, Draw([.. x.Shape.Span[..^1], 2], null)],
                (z, i) => i[^1] < 2 * z[0].Shape[^1] ? z[0][[.. i[..^1], i[^1] % z[0].Shape[^1]]] : z[1][[.. i[..^1], i[^1] - 2 * z[0].Shape[^1]]]);
        foreach (var (left, right) in new (int?, int?)[] { (null, 2), (2, 2), (2, null) })
            yield return new(z => Tensor.Concatenate([z[0], z[1]]), [Draw([2, 3], left), Draw([1, 3], right)], (z, i) => i[0] < 2 ? z[0][i] : z[1][i[0] - 2, i[1]]);
        yield return new(z => Tensor.Stack([z[0], z[1]], 1), [Draw([2], 2), Draw([2], null)], (z, i) => z[i[1]][i[0]]);
        yield return new(z => Tensor.Stack([z[0], z[1]]), [Draw([], null), Draw([], 3)], (z, i) => z[i[0]][[]]);

        yield return new(z => Tensor.StackTasks(z[0], z[1], z[0]), [Draw([2], 2), Draw([2], null)],
            (z, i) => i[0] == 2 ? z[1][i[1]] : z[0][i[0] % 3, i[1]], AcrossTasks: true);

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(1).Fold(draws++), shape, tasks);
    }

    private int Length(Tensor part) => Axis == TaskAxis ? part.Tasks!.Value : part.Shape[Axis];

    private protected override Tensor Forward<T>(Tensor[] x)
    {
        int total = x.Sum(Length);
        var y = Axis == TaskAxis
            ? Tensor.Allocate<T>(x[0].Shape, total, IsWeak(x))
            : Tensor.Allocate<T>(x[0].Shape.With(Axis, total), x[0].Tasks, IsWeak(x));
        return y.By(() => Copy(x, total, y.Target<T>()));
    }

    private void Copy<T>(Tensor[] x, int total, Span<T> target)
        where T : unmanaged
    {
        int start = 0, inner = Axis == TaskAxis ? x[0].Size : Shape.Of(x[0].Shape.Span[(Axis + 1)..]).Size;
        foreach (var part in x)
        {
            int run = Length(part) * inner;
            var values = part.Values<T>();
            for (int i = 0, at = start; i < values.Length; i += run, at += total * inner) values.Slice(i, run).CopyTo(target[at..]);
            start += run;
        }
    }
}
