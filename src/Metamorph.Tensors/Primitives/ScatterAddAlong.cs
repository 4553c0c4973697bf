using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Adds entries to zeros, each where its index names: the transpose of taking one entry for each index.</summary>
internal sealed record ScatterAddAlongPrimitive(int Axis, int Size) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new TakeAlongPrimitive(Axis).Apply(cotangent, x[1]);

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0)).Where(x => x.Rank > 0))
            yield return new(
                x => x[0].ScatterAddAlong(x[1], -1, 3), [x, key.Fold(1).Fold(draws++).Integers(0, 3, x.Shape, x.Tasks)],
                (x, i) => Enumerable.Range(0, x[0].Shape[^1]).Sum(k => (int)x[1][[.. i[..^1], k]] == i[^1] ? x[0][[.. i[..^1], k]] : 0));
        foreach (var (left, right) in new (int?, int?)[] { (2, null), (null, 2) })
            yield return new(
                x => x[0].ScatterAddAlong(x[1], 0, 2), [Example.Draw(key, [3, 2], left), key.Fold(2).Integers(0, 2, [3, 1], right)],
                (x, i) => Enumerable.Range(0, 3).Sum(k => (int)x[1][k, 0] == i[0] ? x[0][k, i[1]] : 0));
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var (x, index) = (inputs[0], inputs[1]);
        var y = Tensor.Allocate<T>(x.Shape.With(Axis, Size), x.Tasks, x.IsWeak);
        int inner = Shape.Of(x.Shape.Span[(Axis + 1)..]).Size;
        return y.By(() =>
        {
            y.Target<T>().Clear();
            Gather.AddAlong(x.Values<T>(), IndexException.Inside(index.Values<int>(), Size, "ScatterAddAlong"), Size, x.Shape[Axis], inner, y.Target<T>());
        });
    }
}
