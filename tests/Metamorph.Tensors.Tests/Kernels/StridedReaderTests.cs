using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class StridedReaderTests
{
    [Theory]
    [InlineData(4, 6)]
    [InlineData(3, 30)] // large enough for transposition in squares
    public void Blocks_of_any_length_are_the_entries_in_row_major_order(int mostAxes, int mostEntries)
    {
        var random = new Random(1);
        for (int round = 0; round < 3000; round++)
        {
            var layout = RandomStrides.Draw(random, mostAxes, mostEntries);
            if (layout.Count == 0) continue;
            double[] memory = [.. Enumerable.Range(0, layout.Length).Select(_ => random.NextDouble())];
            double[] scratch = new double[layout.Count], read = new double[layout.Count];
            var reader = new Walk(layout.Offset, layout.Sizes, layout.Strides).Reader<double>(memory);
            for (int done = 0; done < read.Length;)
            {
                int block = reader.IsDense && random.Next(2) == 0 ? read.Length - done : 1 + random.Next(read.Length - done);
                reader.Next(block, scratch).CopyTo(read.AsSpan(done));
                done += block;
            }

            Assert.True(read.SequenceEqual(layout.Positions().Select(i => memory[i])), $"{layout} of {layout.Length} numbers");
        }
    }

    [Fact]
    public void Dense_memory_is_not_copied()
    {
        double[] memory = [0, 1, 2, 3, 4, 5, 6, 7];
        foreach (int[]? strides in new[] { null, new[] { 3, 1 } })
        {
            var reader = new Walk(1, [2, 3], strides).Reader<double>(memory);
            Assert.True(reader.IsDense);
            Assert.Equal([1, 2], reader.Next(2, []));
            Assert.Equal([3, 4, 5, 6], reader.Next(4, []));
            Assert.Empty(reader.Next(0, []).ToArray());
        }

        Assert.False(new Walk(0, [2, 3], [1, 2]).Reader<double>(memory).IsDense);
    }

    [Fact]
    public void A_single_number_is_read_as_often_as_asked()
    {
        var reader = new Walk(1, [4, 5], [0, 0]).Reader<int>([7, 8]);
        int[] scratch = new int[8];
        for (int i = 0; i < 5; i++) Assert.Equal([8, 8, 8, 8], reader.Next(4, scratch));
    }

    [Fact]
    public void Entries_outside_of_the_memory_are_refused()
    {
        Assert.Throws<IndexOutOfRangeException>(() => new Walk(0, [3], [5]).Reader<int>(new int[9]).Next(3, new int[3]));
        Assert.Throws<IndexOutOfRangeException>(() => new Walk(3, [3], [-2]).Reader<int>(new int[9]).Next(3, new int[3]));
        Assert.Throws<IndexOutOfRangeException>(() => new Walk(1, [3, 3], [1, 3]).Reader<int>(new int[9]).Next(9, new int[9]));
        Assert.Throws<IndexOutOfRangeException>(() => new Walk(5, [3, 3], [1, -3]).Reader<int>(new int[9]).Next(9, new int[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Walk(8, [3], null).Reader<int>(new int[9]).Next(3, new int[3]));
    }
}
