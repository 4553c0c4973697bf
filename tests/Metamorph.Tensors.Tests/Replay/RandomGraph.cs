namespace Metamorph.Tensors.Tests;

/// <summary>
/// A function made of operations drawn at random: elementwise ones, broadcasts, reductions, products, transposes, reshapes and slices of what is there. What
/// is drawn depends on the seed and on shapes alone, so that it is the same function each time.
/// </summary>
internal sealed class RandomGraph
{
    // Odd widths, one of more than a block of 1024 numbers, and so many rows that sums are taken in several chunks of 64.
    private static readonly int[] Widths = [1, 2, 3, 5, 7, 17, 33, 64, 65, 1025];
    private static readonly int[] Rows = [1, 2, 3, 6, 15, 31, 64, 67, 130];

    private static readonly int[][] Orders = [[2, 0, 1], [1, 2, 0], [1, 0, 2]];

    private readonly int seed;

    internal RandomGraph(int seed, DType dtype)
    {
        this.seed = seed;
        var (random, key) = (new Random(seed), new Key((ulong)seed));
        Tasks = new int?[] { null, 1, 2, 3, 5, 37 }[random.Next(6)];
        int n = Rows[random.Next(Rows.Length)], k = Widths[random.Next(Widths.Length)];
        if (k > 1000) n = random.Next(1, 4);

        // Some so large that results do not stay in a core's own caches.
        if (random.Next(12) == 0) (Tasks, n, k) = (random.Next(2) == 0 ? null : 2, 300, 257);
        Shape[] shapes = [[n, k], [n, k], [k], [k, 3], [], [n, 1], [2, n, k]];
        Inputs = new([.. Enumerable.Range(0, random.Next(2, 6)).Select(i =>
            key.Fold(i).Uniform(-1, 1, shapes[i == 0 ? 0 : random.Next(k > 200 || n > 100 ? 6 : 7)], i > 0 && random.Next(2) == 0 ? null : Tasks, dtype))]);
    }

    internal int? Tasks { get; }

    internal TensorList Inputs { get; }

    /// <summary>The function; with sums over tasks if asked for.</summary>
    internal TensorList Run(TensorList inputs, bool sums)
    {
        var random = new Random(seed + 1);
        var values = inputs.Tensors.ToList();
        var read = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        int operations = random.Next(4, 40);
        for (int i = 0; i < operations; i++)
            if (Next(random, values, read, sums) is { } y) values.Add(y);

        // What nobody reads, and some of the rest.
        return new([.. values.Skip(inputs.Tensors.Count).Where(v => random.Next(5) == 0 || !read.Contains(v)), values[^1]]);
    }

    private static Tensor? Next(Random random, List<Tensor> values, HashSet<Tensor> read, bool sums)
    {
        var x = Any();
        switch (random.Next(sums ? 21 : 20))
        {
            case 0: return x.Tanh();
            case 1: return x.Sigmoid();
            case 2: return -x.Abs();
            case 3: return x.Relu() * (2 * random.NextDouble() - 1);
            case 4: return 0.5 - x;
            case 5: return x.Sin().Power(2);
            case 6: return x + Beside();
            case 7: return x * Beside();
            case 8: return Beside() - x;
            case 9: return x.Maximum(Beside());
            case 10: return (x > Beside()).Where(x, Beside());
            case 11: return x.Rank > 0 ? x.Sum(random.Next(x.Rank), keep: random.Next(2) == 0) : x.Exp().Tanh();
            case 12: return x.Rank > 0 ? x.Mean(0) : x.Mean();
            case 13: return x.Rank > 0 && x.Size > 0 ? x.Max(random.Next(x.Rank), keep: random.Next(2) == 0) : null;
            case 14: return x.Rank == 3 ? x.Permute(Orders[random.Next(3)]) : x.Rank == 2 ? x.Transpose() : null;
            case 15: return x.Rank == 2 ? x.Reshape(random.Next(2) == 0 ? [x.Shape[1], x.Shape[0]] : [x.Size]) : x.Rank == 0 ? x.Expand(0) : x.Flatten();
            case 16: return Sliced(x);
            case 17: return Product(x);
            case 18: return x.Rank > 0 && x.Size is > 0 and < 3000 ? Tensor.Concatenate([x, 0.5 * x], random.Next(x.Rank)) : null;
            case 19: return x.Rank is 0 or 1 && x.Size < 100 ? x.BroadcastTo(x.Rank == 0 ? [random.Next(1, 9)] : [random.Next(1, 9), x.Shape[0]]) : x.Rank > 0 ? x.Softmax() : null;
            default: return x.MeanOverTasks();
        }

        Tensor Any() => Read(values[random.Next(values.Count)]);

        Tensor Read(Tensor value)
        {
            read.Add(value);
            return value;
        }

        // Of a shape that broadcasts with x to no more than x's, or x itself.
        Tensor Beside()
        {
            Tensor[] fits = [.. values.Where(v => v.Rank <= x.Rank && Enumerable.Range(1, v.Rank).All(i => v.Shape[^i] == 1 || v.Shape[^i] == x.Shape[^i]))];
            return Read(fits[random.Next(fits.Length)]);
        }

        Tensor? Sliced(Tensor y)
        {
            if (y.Rank == 0) return null;
            int axis = random.Next(y.Rank), size = y.Shape[axis];
            return size < 2 ? null : random.Next(3) switch
            {
                0 => y.Slice(axis, 0, size - 1),
                1 => y.Slice(axis, size - 1, size / 2, step: -1),
                _ => y.Slice(axis, size % 2, size / 2, step: 2),
            };
        }

        // Divided by the inner size, so that numbers stay small.
        Tensor? Product(Tensor a)
        {
            if (a.Rank < 2) return null;
            Tensor[] fits = [.. values.Where(v => v.Rank == 2 && v.Shape[0] == a.Shape[^1] && a.Size / a.Shape[^1] * v.Shape[1] < 20000)];
            var b = fits.Length > 0 ? Read(fits[random.Next(fits.Length)]) : a.Shape[^2] < 70 ? a.Transpose() : null;
            return b is null ? null : a.MatMul(b) * (1.0 / a.Shape[^1]);
        }
    }
}
