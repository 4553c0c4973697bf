using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class TranspositionTests
{
    private const int Most = 40;

    [Fact]
    public void Of_numbers_of_four_bytes() => Check<float>([.. Enumerable.Range(0, 4 * Most * Most)]);

    [Fact]
    public void Of_numbers_of_eight_bytes() => Check<double>([.. Enumerable.Range(0, 4 * Most * Most)]);

    private static unsafe void Check<T>(T[] from)
        where T : unmanaged
    {
        var random = new Random(5);
        for (int round = 0; round < 2000; round++)
        {
            int rows = random.Next(Most + 1), columns = random.Next(Most + 1), pitch = columns + random.Next(3);
            var (offset, row, column) = random.Next(5) switch
            {
                0 => (0, columns + random.Next(3), 1),
                1 => (1, 2 * columns + 1, 2),
                2 => (rows, -1, rows),
                _ => (random.Next(3), 1, rows + random.Next(3)),
            };

            // What lies between and behind the rows of the copy stays as it is.
            T[] copied = new T[Most * (Most + 2) + 1], expected = new T[copied.Length];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) expected[i * pitch + j] = from[offset + i * row + j * column];
            fixed (T* source = from, target = copied) Transposition.Copy(rows, columns, source + offset, row, column, target, pitch);
            Assert.True(expected.AsSpan().SequenceEqual(copied), $"[{rows}, {columns}] with strides {row} and {column} to rows of {pitch}");
        }
    }
}
