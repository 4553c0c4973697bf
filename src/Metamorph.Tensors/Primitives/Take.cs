using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>Rows of a table by index. An index may come several times.</summary>
    /// <param name="index">Int32, of any shape: which rows of the first axis.</param>
    /// <returns>[tasks; index shape, row shape]</returns>
    /// <exception cref="IndexException">An index is not a row of the table.</exception>
    public Tensor Take(Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (Rank == 0) throw new ShapeException($"Take: {Form} has no rows. Expected at least one axis.");
        int? tasks = OneTasks(this, index, "Take");
        IndexException.ThrowIfOutside(index.Integer("Take"), Shape[0], "Take", $"the table {Form} has {Shape[0]} rows");
        return new TakePrimitive().Apply(PerTask(tasks), index.PerTask(tasks));
    }

    /// <summary>Adds rows to a table of zeros, each to the row that its index names; rows of one index add up. The transpose of <see cref="Take"/>.</summary>
    /// <param name="index">Int32, of the first axes of this tensor: for every row, which row of the table.</param>
    /// <param name="rows">How many rows the table has.</param>
    /// <returns>[tasks; rows, row shape]</returns>
    /// <exception cref="IndexException">An index is not a row of the table.</exception>
    public Tensor ScatterAdd(Tensor index, int rows)
    {
        ArgumentNullException.ThrowIfNull(index);
        int? tasks = OneTasks(this, index, "ScatterAdd");
        if (index.Rank > Rank || !index.Shape.Span.SequenceEqual(Shape.Span[..index.Rank]))
            throw new ShapeException($"ScatterAdd: the index {index.Form} does not name the rows of {Form}. Expected the first axes of it.");
        IndexException.ThrowIfOutside(index.Integer("ScatterAdd"), rows, "ScatterAdd", $"the table has {rows} rows");
        return new ScatterAddPrimitive(rows).Apply(PerTask(tasks), index.PerTask(tasks));
    }
}

/// <summary>Rows of a table by index.</summary>
internal sealed record TakePrimitive : LinearMap
{
    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new ScatterAddPrimitive(x[0].Shape[0]).Apply(cotangent, x[1]);

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var x in Example.Layouts(key.Fold(0)).Where(x => x.Rank > 0 && x.Shape[0] > 0))
            yield return Case(x, key.Fold(1).Fold(draws++).Integers(0, x.Shape[0], [2, 2], x.Tasks));
        yield return Case(Example.Draw(key, [3, 2], 2), Tensor.Of(2, 0, 2, 2));
        yield return Case(Example.Draw(key, [3, 2]), key.Fold(2).Integers(0, 3, [4], 2));
        yield return Case(Example.Draw(key, [3]), Tensor.Of(1));
        yield return Case(Example.Draw(key, [0, 3]), Tensor.Arange(0));

        static Example Case(Tensor table, Tensor index) => new(
            x => x[0].Take(x[1]), [table, index], (x, i) => x[0][[(int)x[1][i[..x[1].Shape.Rank]], .. i[x[1].Shape.Rank..]]]);
    }

    private protected override Tensor Forward<T>(Tensor[] inputs)
    {
        var (table, index) = (inputs[0], inputs[1]);
        int width = Shape.Of(table.Shape.Span[1..]).Size;
        var y = Tensor.Allocate<T>([.. index.Shape.Span, .. table.Shape.Span[1..]], table.Tasks, table.IsWeak);
        var (from, at) = (Laid.Rows(table), Laid.Rows(index));
        return y.By(() =>
        {
            var rows = from.Read<T>();
            var which = at.Read<int>();
            for (int t = 0; t < (table.Tasks ?? 1); t++) Gather.Rows(rows[t], IndexException.Inside(which[t], table.Shape[0], "Take"), width, y.Target<T>()[(t * y.Size)..]);
        });
    }
}
