namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Some entries of an axis at equal distances. Copies nothing.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="start">The first entry taken.</param>
    /// <param name="count">How many are taken.</param>
    /// <param name="step">From each to the next; negative: backwards; not 0.</param>
    /// <returns>The shape with <paramref name="count"/> at the axis.</returns>
    /// <exception cref="ShapeException">Entries are asked for that do not exist.</exception>
    public Tensor Slice(int axis, int start, int count, int step = 1)
    {
        int at = Shape.Axis(axis, "Slice"), size = Shape[at];
        long last = start + (long)(count - 1) * step;
        if (step == 0 || count < 0 || (count > 0 && (start < 0 || start >= size || last < 0 || last >= size)))
            throw new ShapeException($"Slice: {count} entries from {start} in steps of {step} are not in axis {axis} of {Form}, which has {size}.");
        return start == 0 && count == size && step == 1 ? this : new SlicePrimitive(at, count == 0 ? 0 : start, count, step).Apply(this);
    }

    /// <summary>A range of an axis, as <c>x.Slice(0, 2..^1)</c>. Copies nothing.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="range">Which entries.</param>
    /// <returns>The shape with the length of the range at the axis.</returns>
    public Tensor Slice(int axis, Range range)
    {
        int size = Shape[Shape.Axis(axis, "Slice")], start = range.Start.GetOffset(size), end = range.End.GetOffset(size);
        return start >= 0 && end >= start && end <= size
            ? Slice(axis, start, end - start)
            : throw new ShapeException($"Slice: the range {range} is not in axis {axis} of {Form}, which has {size} entries.");
    }
}

/// <summary>A view of some entries of an axis.</summary>
internal sealed record SlicePrimitive(int Axis, int Start, int Count, int Step) : LinearMap
{
    internal override Tensor Forward(Tensor[] x)
    {
        int[] strides = [.. x[0].FullStrides];
        int offset = x[0].Offset + Start * strides[Axis + 1];
        strides[Axis + 1] *= Step;
        return x[0].View(x[0].Shape.With(Axis, Count), x[0].Tasks, offset, strides);
    }

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new EmbedPrimitive(Axis, x[0].Shape[Axis], Start, Step).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Rank > 0))
        {
            int size = x.Shape[0];
            yield return new(x => x[0].Slice(0, 0, size / 2), [x], (x, i) => x[0][i]);
            if (size > 0) yield return new(x => x[0].Slice(0, size - 1, size, step: -1), [x], (x, i) => x[0][[size - 1 - i[0], .. i[1..]]]);
        }

        foreach (int? tasks in new int?[] { null, 2 })
            yield return new(x => x[0].Slice(1, 1, 3, step: 2).Slice(0, 1..^0), [Example.Draw(key, [2, 7, 2], tasks)], (x, i) => x[0][i[0] + 1, 1 + 2 * i[1], i[2]]);
    }
}
