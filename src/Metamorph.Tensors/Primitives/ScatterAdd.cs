using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Adds rows to a table of zeros by index: the transpose of taking them.</summary>
internal sealed record ScatterAddPrimitive(int Rows) : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new TakePrimitive().Apply(cotangent, x[1]);

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0)))
            yield return new(
                x => x[0].ScatterAdd(x[1], 3), [x, key.Fold(1).Fold(draws++).Integers(0, 3, x.Rank == 0 ? [] : [x.Shape[0]], x.Tasks)],
                (x, i) => Enumerable.Range(0, x[1].Shape.Size).Sum(k => (int)x[1][k] == i[0] ? x[0][[k, .. i[1..]]] : 0));
        foreach (var (left, right) in new (int?, int?)[] { (2, null), (null, 2) })
            yield return new(
                x => x[0].ScatterAdd(x[1], 4), [Example.Draw(key, [2, 3, 2], left), key.Fold(2).Integers(0, 4, [2, 3], right)],
                (x, i) => Enumerable.Range(0, 6).Sum(k => (int)x[1][k / 3, k % 3] == i[0] ? x[0][k / 3, k % 3, i[1]] : 0));
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var (x, index) = (inputs[0], inputs[1]);
        Shape row = Shape.Of(x.Shape.Span[index.Rank..]);
        var y = Tensor.Allocate<T>([Rows, .. row], x.Tasks, x.IsWeak);
        var (from, into) = (Laid.Rows(x), Laid.Rows(index));
        return y.By(() =>
        {
            y.Target<T>().Clear();
            var rows = from.Read<T>();
            var which = into.Read<int>();
            for (int t = 0; t < (x.Tasks ?? 1); t++) Gather.AddRows(rows[t], IndexException.Inside(which[t], Rows, "ScatterAdd"), row.Size, y.Target<T>().Slice(t * y.Size, y.Size));
        });
    }
}
