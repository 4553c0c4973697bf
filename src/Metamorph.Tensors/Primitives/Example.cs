namespace Metamorph.Tensors;

/// <summary>A case that the laws are checked on: a function that runs the primitive, inputs to it, and what one entry of the result is by definition.</summary>
/// <param name="Function">Runs the primitive through its public method.</param>
/// <param name="Inputs">Float64, or Int32 for indices; away from kinks.</param>
/// <param name="Entry">The entry of the result at an index, computed from the entries of the inputs as one task sees them.</param>
/// <param name="Precision">To what relative precision the function computes.</param>
/// <param name="AcrossTasks">The example moves or sums tasks: for its entries, the task axis is the first axis of every tensor that has one.</param>
internal sealed record Example(Func<Tensor[], Tensor> Function, Tensor[] Inputs, Func<Entries[], int[], double> Entry, bool AcrossTasks = false, double Precision = 1.1e-16)
{
    /// <summary>Examples of a function of one number, entry by entry.</summary>
    /// <param name="key">Where the numbers come from.</param>
    /// <param name="function">The function.</param>
    /// <param name="entry">The same for one number.</param>
    /// <param name="low">The smallest magnitude or number drawn.</param>
    /// <param name="high">The largest.</param>
    /// <param name="signed">Draw magnitudes, and signs at random: away from a kink at 0.</param>
    internal static IEnumerable<Example> Unary(
        Key key, Func<Tensor, Tensor> function, Func<double, double> entry, double low = -2, double high = 2, bool signed = false) =>
        Layouts(key, low, high, signed).Select(x => new Example(z => function(z[0]), [x], (z, i) => entry(z[0][i])));

    /// <summary>Examples of a function of two numbers, entry by entry, with broadcasting and a task axis on either side.</summary>
    internal static IEnumerable<Example> Binary(
        Key key, Func<Tensor, Tensor, Tensor> function, Func<double, double, double> entry, double low = -2, double high = 2, bool signed = false)
    {
        foreach (var (a, b) in Pairs(key, low, high, signed))
            yield return new(z => function(z[0], z[1]), [a, b], (z, i) => entry(z[0][i], z[1][i]));
    }

    /// <summary>Tensors of ranks 0, 1, 2 and 3, of sizes 1 and 0, with tasks and without, dense, transposed, sliced and of stride 0.</summary>
    internal static IEnumerable<Tensor> Layouts(Key key, double low = -2, double high = 2, bool signed = false)
    {
        int draws = 0;
        yield return Draw([]);
        yield return Draw([5]);
        yield return Draw([2, 3, 4]);
        yield return Draw([1, 1]);
        yield return Draw([0, 3]);
        yield return Draw([], 3);
        yield return Draw([2, 3], 3);
        yield return Draw([3, 0], 2);
        yield return Draw([2, 3]).Transpose();
        yield return Draw([2, 3, 2], 2).Permute(1, 2, 0);
        yield return Draw([4, 6]).Slice(0, 1, 2).Slice(1, 4, 3, step: -2);
        yield return Draw([5], 2).Slice(0, 1, 3);
        yield return Draw([1, 3]).StretchTo([2, 3], null);
        yield return Draw([2, 1]).StretchTo([2, 3], 2);

        Tensor Draw(Shape shape, int? tasks = null) => Example.Draw(key.Fold(draws++), shape, tasks, low, high, signed);
    }

    /// <summary>Pairs of tensors that broadcast, with a task axis on either side, on both and on none.</summary>
    internal static IEnumerable<(Tensor A, Tensor B)> Pairs(Key key, double low = -2, double high = 2, bool signed = false)
    {
        int draws = 0;
        yield return (Draw([]), Draw([]));
        yield return (Draw([4]), Draw([4]));
        yield return (Draw([2, 3, 4]), Draw([2, 3, 4]));
        yield return (Draw([2, 3, 4]), Draw([4]));
        yield return (Draw([3, 1]), Draw([2, 1, 4]));
        yield return (Draw([]), Draw([3]));
        yield return (Draw([1]), Draw([1, 1]));
        yield return (Draw([0, 3]), Draw([3]));
        yield return (Draw([2, 3], 2), Draw([2, 3]));
        yield return (Draw([3]), Draw([2, 3], 2));
        yield return (Draw([2, 3], 2), Draw([3], 2));
        yield return (Draw([], 3), Draw([2], 3));
        yield return (Draw([3, 2]).Transpose(), Draw([2, 3], 2));
        yield return (Draw([4, 3], 2).Slice(0, 1, 2), Draw([2, 6]).Slice(1, 0, 3, step: 2));
        yield return (Draw([1, 3]).StretchTo([2, 3], null), Draw([2, 1]).StretchTo([2, 3], 2));

        Tensor Draw(Shape shape, int? tasks = null) => Example.Draw(key.Fold(draws++), shape, tasks, low, high, signed);
    }

    /// <summary>Numbers between two bounds; signed: magnitudes between them, with signs at random.</summary>
    internal static Tensor Draw(Key key, Shape shape, int? tasks = null, double low = -2, double high = 2, bool signed = false)
    {
        var x = key.Fold(0).Uniform(low, high, shape, tasks, DType.Float64);
        return signed ? x * (2.0 * key.Fold(1).Bernoulli(0.5, shape, tasks, DType.Float64) - 1.0) : x;
    }
}
