namespace Metamorph.Tensors.Kernels;

/// <summary>
/// How large work is cut into parts that threads can share: some items each, or some rows of one item. It depends on sizes alone and never on how many threads
/// there are, and no sum runs through two parts, so that the bits are those of the whole.
/// </summary>
internal readonly record struct Partition
{
    // A part takes some ten microseconds at least. There are none of less work than some parts: a thread that sleeps takes as long to wake.
    private const long Products = 1 << 20, Numbers = 1 << 16;
    private const int Fewest = 4, Most = 32;

    private readonly int items;
    private readonly int rows;
    private readonly int unit;
    private readonly int blocks;

    private Partition(long parts, int items, int rows, int unit)
    {
        (this.items, this.rows, this.unit, blocks, Count) = (items, rows, unit, 1, 1);
        if (parts < Fewest || items == 0) return;
        int most = (int)Math.Min(parts, Most);
        if (items < most) blocks = Math.Clamp(rows / unit, 1, most / items);
        Count = blocks > 1 ? items * blocks : Math.Min(items, most);
    }

    /// <summary>How many parts there are; 1: the work is small, or cannot be cut.</summary>
    internal int Count { get; }

    /// <summary>All of it.</summary>
    internal Part Whole => new(0, items, 0, rows);

    /// <summary>A part.</summary>
    internal Part this[int part]
    {
        get
        {
            if (blocks == 1) return new((int)((long)items * part / Count), (int)((long)items * (part + 1) / Count), 0, rows);
            var (item, block) = Math.DivRem(part, blocks);
            long units = rows / unit;
            return new(item, item + 1, (int)(units * block / blocks) * unit, block + 1 == blocks ? rows : (int)(units * (block + 1) / blocks) * unit);
        }
    }

    /// <summary>A partition of sums of products.</summary>
    /// <param name="products">How many products there are in all.</param>
    /// <param name="items">Items side by side.</param>
    /// <param name="rows">Rows of an item.</param>
    /// <param name="unit">Rows are parted at multiples of this number.</param>
    internal static Partition OfProducts(long products, int items, int rows, int unit) => new(products / Products, items, rows, unit);

    /// <summary>A partition of work that costs about as much as going through memory.</summary>
    /// <param name="numbers">How many numbers are read in all.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="unit">Rows are parted at multiples of this number.</param>
    internal static Partition OfNumbers(long numbers, int rows, int unit) => new(numbers / Numbers, 1, rows, unit);

    /// <summary>A part.</summary>
    /// <param name="Item">The first item.</param>
    /// <param name="NextItem">Behind the last.</param>
    /// <param name="Row">The first row of each.</param>
    /// <param name="NextRow">Behind the last.</param>
    internal readonly record struct Part(int Item, int NextItem, int Row, int NextRow);
}
