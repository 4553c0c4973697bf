using System.Numerics;
namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Running sums along an axis: entry i is the sum of entries 0 to i.</summary>
    /// <param name="axis">Along which axis.</param>
    /// <param name="fromEnd">Sums from the other end: entry i is the sum of entry i and all after it, as in returns of rewards.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor CumulativeSum(int axis = -1, bool fromEnd = false)
    {
        int at = Shape.Axis(axis, "CumulativeSum");
        return new CumulativeSumPrimitive(fromEnd).Apply(MoveToEnd(at)).MoveFromEnd(at);
    }
}

/// <summary>Running sums along the last axis.</summary>
internal sealed record CumulativeSumPrimitive(bool FromEnd) : LinearMap
{
    // Entry j is in the sums i >= j: the transpose sums from the other end.
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new CumulativeSumPrimitive(!FromEnd).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key).Where(x => x.Rank > 0))
        {
            yield return new(x => x[0].CumulativeSum(), [x], (x, i) => Enumerable.Range(0, i[^1] + 1).Sum(k => x[0][[.. i[..^1], k]]));
            yield return new(x => x[0].CumulativeSum(0, fromEnd: true), [x], (x, i) => Enumerable.Range(i[0], x[0].Shape[0] - i[0]).Sum(k => x[0][[k, .. i[1..]]]));
        }
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var x = inputs[0];
        var y = Tensor.Allocate<T>(x.Shape, x.Tasks, x.IsWeak);
        return y.By(() => Sum(x.Values<T>(), x.Shape[^1], y.Target<T>()));
    }

    private void Sum<T>(ReadOnlySpan<T> values, int n, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        int first = FromEnd ? n - 1 : 0, step = FromEnd ? -1 : 1;
        for (int start = 0; start < values.Length; start += n)
        {
            T sum = T.Zero;
            for (int i = start + first, left = n; left > 0; left--, i += step) target[i] = sum += values[i];
        }
    }
}
