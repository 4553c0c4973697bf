namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>Random sizes with any strides (permuted, with gaps, backwards, 0), and the entries in row-major order by plain loops.</summary>
internal sealed record RandomStrides(int[] Sizes, int[] Strides, int Offset, int Length)
{
    internal static RandomStrides Draw(Random random, int mostAxes = 4, int mostEntries = 6)
    {
        int[] sizes = new int[random.Next(mostAxes + 1)], strides = new int[sizes.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = random.Next(8) == 0 ? 0 : 1 + random.Next(mostEntries);
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        if (random.Next(2) == 0) random.Shuffle(order);
        int stride = 1, low = 0, high = 0;
        foreach (int axis in order.Reverse())
        {
            strides[axis] = random.Next(5) switch { 0 => 0, 1 => -stride, 2 => 2 * stride, _ => stride };
            stride *= Math.Max(1, sizes[axis]) * (strides[axis] == 2 * stride ? 2 : 1);
            int reach = strides[axis] * Math.Max(0, sizes[axis] - 1);
            (low, high) = (low + Math.Min(0, reach), high + Math.Max(0, reach));
        }

        int before = random.Next(3);
        return new(sizes, strides, before - low, before - low + high + 1 + random.Next(3));
    }

    /// <summary>Where every entry lies, in row-major order.</summary>
    internal IEnumerable<int> Positions() => Positions(0, Offset);

    /// <summary>The number of entries.</summary>
    internal int Count => Sizes.Aggregate(1, (a, b) => a * b);

    public override string ToString() => $"sizes [{string.Join(", ", Sizes)}], strides [{string.Join(", ", Strides)}]";

    private IEnumerable<int> Positions(int axis, int at) =>
        axis == Sizes.Length ? [at] : Enumerable.Range(0, Sizes[axis]).SelectMany(i => Positions(axis + 1, at + i * Strides[axis]));
}
