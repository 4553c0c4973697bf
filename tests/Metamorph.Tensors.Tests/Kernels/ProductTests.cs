using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>Products in every width of registers, with those that the hardware has and with those that are made up of others, to the last bit.</summary>
public sealed class ProductTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 31, 33, 47, 64, 65, 81];

    private delegate void Kernel<T>(int n, int k, int m, ReadOnlySpan<T> a, Product.Matrix left, ReadOnlySpan<T> b, Product.Matrix right, Span<T> c, int count, int pitch);

    [Fact]
    public void Floats() => Check<float>(Product.Run);

    [Fact]
    public void Doubles() => Check<double>(Product.Run);

    [Fact]
    public void Floats_in_128_bits() => Check<float>(Product.Run<Lanes128<float>, float>);

    [Fact]
    public void Floats_in_256_bits() => Check<float>(Product.Run<Lanes256<float>, float>);

    [Fact]
    public void Floats_in_512_bits() => Check<float>(Product.Run<Lanes512<float>, float>);

    [Fact]
    public void Doubles_in_128_bits() => Check<double>(Product.Run<Lanes128<double>, double>);

    [Fact]
    public void Doubles_in_256_bits() => Check<double>(Product.Run<Lanes256<double>, double>);

    [Fact]
    public void Doubles_in_512_bits() => Check<double>(Product.Run<Lanes512<double>, double>);

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(2, 4, 1)]
    [InlineData(11, -4, 1)]
    [InlineData(3, 4, -2)]
    public void A_factor_that_leaves_its_memory_is_refused(int offset, int row, int column)
    {
        float[] memory = new float[12], c = new float[9];
        Product.Matrix inside = new(0, 4, 1), outside = new(offset, row, column);
        Assert.Throws<IndexOutOfRangeException>(() => Product.Run<float>(3, 4, 3, memory, outside, memory, new(0, 3, 1), c));
        Assert.Throws<IndexOutOfRangeException>(() => Product.Run<float>(3, 3, 4, memory, inside, memory, outside, new float[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Product.Run<float>(3, 4, 3, memory, inside, memory, new(0, 3, 1), c.AsSpan(1)));
        Assert.All(c, x => Assert.Equal(0, x));
    }

    private static void Check<T>(Kernel<T> kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(3);
        for (int round = 0; round < 1200; round++) Check(kernel, Size(), Size(), Size(), random.Next(4), random);

        // More rows, columns and depth than a block has, and so much that factors are packed.
        foreach (var (n, k, m) in new[] { (1, 600, 70), (200, 5, 3), (2, 33, 1100), (100, 1, 90), (40, 530, 67), (3, 1030, 5), (101, 190, 1), (1, 9000, 1), (150, 131, 150), (40, 20, 1027), (2, 5, 2049) })
            for (int round = 0; round < 3; round++) Check(kernel, n, k, m, 1, random);

        int Size() => random.GetItems(Sizes, 1)[0];
    }

    private static void Check<T>(Kernel<T> kernel, int n, int k, int m, int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, left) = Draw<T>(n, k, count, random);
        var (b, right) = Draw<T>(k, m, count, random);

        // What lies around the rows of results stays as it is, and of what was there nothing is left.
        var untouched = T.CreateChecked(-77);
        int gap = m > 1 && random.Next(3) == 0 ? 3 : 0, pitch = m + gap;
        T[] around = new T[count * n * pitch + 2];
        around.AsSpan().Fill(T.NaN);
        (around[0], around[^1]) = (untouched, untouched);
        for (int row = 0; row < count * n; row++) around.AsSpan(1 + row * pitch + m, gap).Fill(untouched);
        kernel(n, k, m, a, left, b, right, around.AsSpan(1, count * n * pitch), count, pitch);
        Assert.Equal((untouched, untouched), (around[0], around[^1]));
        for (int row = 0; row < count * n; row++) Assert.All(around[(1 + row * pitch + m)..(1 + (row + 1) * pitch)], x => Assert.Equal(untouched, x));
        for (int t = 0, at = 1; t < count; t++)
            for (int i = 0; i < n; i++, at += gap)
                for (int j = 0; j < m; j++, at++)
                {
                    var sum = T.Zero;
                    for (int p = 0; p < k; p++) sum = T.FusedMultiplyAdd(a[At(left, t, i, p)], b[At(right, t, p, j)], sum);
                    if (!sum.Equals(around[at]))
                        Assert.Fail($"{count} times [{n}, {k}] {left} by [{k}, {m}] {right}: {around[at]:R} at [{t}; {i}, {j}], expected {sum:R}");
                }
    }

    private static int At(Product.Matrix matrix, int t, int i, int j) => matrix.Offset + t * matrix.Next + i * matrix.Row + j * matrix.Column;

    /// <summary>Matrices row after row, transposed, with gaps, with rows or columns backwards, with one row or column for all, or all the same.</summary>
    private static (T[] Memory, Product.Matrix Matrix) Draw<T>(int rows, int columns, int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int gap = random.Next(3) == 0 ? 3 : 0, next = rows * columns + rows * gap + columns * gap;
        var (row, column) = random.Next(2) == 0 ? (columns + gap, 1) : (1, rows + gap);
        (row, column, next) = random.Next(12) switch
        {
            0 => (-row, column, next),
            1 => (row, -column, next),
            2 => (0, column, next),
            3 => (row, 0, next),
            4 => (2 * row, 2 * column, 2 * next),
            5 => (row, column, 0),
            6 => (row, column, -next),
            _ => (row, column, next),
        };
        int[] reach = [row * Math.Max(0, rows - 1), column * Math.Max(0, columns - 1), next * Math.Max(0, count - 1)];
        int offset = random.Next(3) - reach.Sum(r => Math.Min(0, r));
        T[] memory = [.. Enumerable.Range(0, offset + reach.Sum(r => Math.Max(0, r)) + 1).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
        return (memory, new(offset, row, column, next));
    }
}
