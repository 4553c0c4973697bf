namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Zeros put in front of an axis and behind it.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="before">How many in front.</param>
    /// <param name="after">How many behind.</param>
    /// <returns>The shape with <c>before + n + after</c> at the axis.</returns>
    public Tensor Pad(int axis, int before, int after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        int at = Shape.Axis(axis, "Pad");
        return before + after == 0 ? this : new EmbedPrimitive(at, before + Shape[at] + after, before, 1).Apply(this);
    }
}

/// <summary>Puts entries at equal distances into zeros: the transpose of a slice.</summary>
internal sealed record EmbedPrimitive(int Axis, int Size, int Start, int Step) : LinearMap
{
    internal override string Name => "Pad";

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new SlicePrimitive(Axis, Start, x[0].Shape[Axis], Step).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Rank > 0))
            yield return new(x => x[0].Pad(-1, 2, 1), [x], (x, i) => i[^1] < 2 || i[^1] - 2 >= x[0].Shape[^1] ? 0 : x[0][[.. i[..^1], i[^1] - 2]]);
        foreach (int? tasks in new int?[] { null, 2 })
            yield return new(x => new EmbedPrimitive(0, 7, 5, -2).Apply(x), [Example.Draw(key, [3, 2], tasks)],
                (x, i) => i[0] % 2 == 1 && i[0] <= 5 ? x[0][(5 - i[0]) / 2, i[1]] : 0);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(x.Shape.With(Axis, Size), x.Tasks, x.IsWeak);
        int inner = Shape.Of(x.Shape.Span[(Axis + 1)..]).Size, count = x.Shape[Axis];
        return y.By(() => Copy(x.Values<T>(), inner, count, y.Target<T>()));
    }

    private void Copy<T>(ReadOnlySpan<T> values, int inner, int count, Span<T> target)
        where T : unmanaged
    {
        target.Clear();
        for (int i = 0; i < values.Length; i += inner)
        {
            int row = i / inner, outer = row / count, at = Start + row % count * Step;
            values.Slice(i, inner).CopyTo(target.Slice((outer * Size + at) * inner, inner));
        }
    }
}
