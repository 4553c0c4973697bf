using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class PartitionTests
{
    [Fact]
    public void Parts_cover_every_row_of_every_item_once()
    {
        var random = new Random(1);
        int cut = 0;
        for (int round = 0; round < 2000; round++)
        {
            int items = random.Next(4) == 0 ? random.Next(100) : random.Next(1, 4), rows = random.Next(1, 500), unit = random.Next(1, 70);
            var partition = Partition.OfProducts(1L << random.Next(18, 28), items, rows, unit);
            int[] covered = new int[items * rows];
            for (int part = 0; part < partition.Count; part++)
            {
                var p = partition[part];
                Assert.True(p.Row == 0 || p.Row % unit == 0);
                for (int item = p.Item; item < p.NextItem; item++)
                    for (int row = p.Row; row < p.NextRow; row++) covered[item * rows + row]++;
            }

            Assert.True(Array.TrueForAll(covered, c => c == 1), $"{partition.Count} parts of {items} times {rows} rows");
            if (partition.Count > 1) cut++;
        }

        // Six of ten are large enough.
        Assert.InRange(cut, 1000, 1400);
    }

    [Theory]
    [InlineData((1L << 22) - 1, 1)]
    [InlineData(1L << 22, 4)]
    [InlineData(10L << 20, 10)]
    [InlineData(1L << 40, 32)]
    public void Small_work_is_not_cut_and_large_work_into_a_few_parts(long products, int parts) =>
        Assert.Equal(parts, Partition.OfProducts(products, 1, 5000, 48).Count);
}
