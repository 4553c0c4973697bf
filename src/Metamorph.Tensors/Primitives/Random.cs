using System.Numerics;

namespace Metamorph.Tensors;

/// <summary>Random numbers of a key, which is an input, [tasks; 4] integers: a recorded step draws others with another key.</summary>
internal sealed record RandomPrimitive(Distribution Distribution, Shape Shape, DType To) : Constant
{
    internal override Tensor Forward(Tensor[] x) => To switch
    {
        DType.Float32 => Draw<float>(x[0]),
        DType.Float64 => Draw<double>(x[0]),
        _ => Draw<int>(x[0]),
    };

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (int? tasks in new int?[] { null, 2 })
            foreach (Shape shape in new Shape[] { [], [0], [3], [2, 1, 2] })
            {
                var drawn = key.Uniform(-1, 1, shape, tasks, DType.Float64).ToDoubles();
                int size = shape.Size;
                yield return new(
                    x => new RandomPrimitive(new Uniformly(-1, 1), shape, DType.Float64).Apply(x[0]), [tasks is int n ? new FoldTasksPrimitive(n).Apply(key.ToTensor()) : key.ToTensor()],
                    (x, i) => Alone(x[0]).Uniform(-1, 1, shape, null, DType.Float64).ToDoubles()[Flat(i, shape)]);
            }

        static Key Alone(Entries x) => Key.Of([.. Enumerable.Range(0, 4).Select(i => (int)x[i])]);

        static int Flat(int[] index, Shape shape) => index.Select((i, axis) => (i, axis)).Aggregate(0, (sum, at) => sum * shape[at.axis] + at.i);
    }

    private Tensor Draw<T>(Tensor keys)
        where T : unmanaged, INumber<T>
    {
        var y = Tensor.Allocate<T>(Shape, keys.Tasks);
        return y.By(() =>
        {
            var bits = keys.Values<int>();
            for (int t = 0; t < (keys.Tasks ?? 1); t++) Distribution.Fill(Key.Of(bits.Slice(4 * t, 4)), y.Target<T>().Slice(t * y.Size, y.Size));
        });
    }
}

/// <summary>A key of its own for a number: <see cref="Key.Fold"/>.</summary>
internal sealed record FoldPrimitive(int Index) : Constant
{
    internal override Tensor Forward(Tensor[] x)
    {
        var y = Tensor.Allocate<int>([4], x[0].Tasks);
        return y.By(() =>
        {
            var bits = x[0].Values<int>();
            for (int i = 0; i < bits.Length; i += 4) Key.Of(bits.Slice(i, 4)).Fold(Index).Write(y.Target<int>()[i..]);
        });
    }

    internal override IEnumerable<Example> Examples(Key key)
    {
        yield return Case(key.ToTensor());
        yield return Case(new FoldTasksPrimitive(2).Apply(key.ToTensor()));

        static Example Case(Tensor keys) => new(
            x => new FoldPrimitive(3).Apply(x[0]), [keys], (x, i) => Key.Of([.. Enumerable.Range(0, 4).Select(k => (int)x[0][k])]).Fold(3).ToTensor().ToDoubles()[i[0]]);
    }
}

/// <summary>For every task the key folded by the task's number.</summary>
internal sealed record FoldTasksPrimitive(int Tasks) : Constant
{
    internal override bool MovesTasks => true;

    internal override Tensor Forward(Tensor[] x)
    {
        var y = Tensor.Allocate<int>([4], Tasks);
        return y.By(() =>
        {
            var key = Key.Of(x[0].Values<int>());
            for (int t = 0; t < Tasks; t++) key.Fold(t).Write(y.Target<int>()[(4 * t)..]);
        });
    }

    internal override IEnumerable<Example> Examples(Key key)
    {
        yield return new(
            x => new FoldTasksPrimitive(3).Apply(x[0]), [key.ToTensor()],
            (x, i) => Key.Of([.. Enumerable.Range(0, 4).Select(k => (int)x[0][k])]).Fold(i[0]).ToTensor().ToDoubles()[i[1]], AcrossTasks: true);
    }
}
