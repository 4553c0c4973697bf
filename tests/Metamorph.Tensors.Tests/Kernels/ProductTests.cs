using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class ProductTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64];

    [Fact]
    public void It_is_the_sum_over_p_in_ascending_order_for_any_sizes_and_strides()
    {
        var random = new Random(3);
        for (int round = 0; round < 600; round++)
        {
            int n = random.GetItems(Sizes, 1)[0], k = random.GetItems(Sizes, 1)[0], m = random.GetItems(Sizes, 1)[0];
            Check<float>(n, k, m, random);
            Check<double>(n, k, m, random);
        }
    }

    private static void Check<T>(int n, int k, int m, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, left) = Draw<T>(n, k, random);
        var (b, right) = Draw<T>(k, m, random);

        // What lies around the result stays as it is.
        T[] around = new T[n * m + 2];
        Array.Fill(around, T.CreateChecked(-77));
        Product.Run(n, k, m, a, left, b, right, around.AsSpan(1, n * m));
        Assert.Equal((T.CreateChecked(-77), T.CreateChecked(-77)), (around[0], around[^1]));
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
            {
                var sum = T.Zero;
                for (int p = 0; p < k; p++) sum = T.FusedMultiplyAdd(a[At(left, i, p)], b[At(right, p, j)], sum);
                Assert.True(sum == around[1 + i * m + j], $"{typeof(T).Name} [{n}, {k}] {left} by [{k}, {m}] {right}: {around[1 + i * m + j]} at [{i}, {j}], expected {sum}");
            }
    }

    private static int At(Product.Matrix matrix, int i, int j) => matrix.Offset + i * matrix.Row + j * matrix.Column;

    /// <summary>A matrix row after row, transposed, with gaps, with its rows or columns backwards, or with one row or column for all.</summary>
    private static (T[] Memory, Product.Matrix Matrix) Draw<T>(int rows, int columns, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int gap = random.Next(3) == 0 ? 3 : 0;
        var (row, column) = random.Next(2) == 0 ? (columns + gap, 1) : (1, rows + gap);
        (row, column) = random.Next(8) switch
        {
            0 => (-row, column),
            1 => (row, -column),
            2 => (0, column),
            3 => (row, 0),
            _ => (row, column),
        };
        int down = row * Math.Max(0, rows - 1), across = column * Math.Max(0, columns - 1), offset = -Math.Min(0, down) - Math.Min(0, across) + random.Next(3);
        T[] memory = [.. Enumerable.Range(0, offset + Math.Max(0, down) + Math.Max(0, across) + 1).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
        return (memory, new(offset, row, column));
    }
}
