using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Products of matrices, as many as some axes say, of which the innermost is one call of the kernel.</summary>
internal sealed class ProductWork<T> : PartedWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Fewer rows would not make up for reading the right factor again.
    private const int Rows = 48, FewRows = 16, Columns = 64;

    private readonly Tensor a;
    private readonly Tensor b;
    private readonly Tensor y;
    private readonly Factors factors;
    private readonly bool byColumns;

    /// <param name="a">Where the left factors lie.</param>
    /// <param name="b">Where the right factors lie.</param>
    /// <param name="y">The results, dense.</param>
    /// <param name="factors">How many there are, and how.</param>
    internal ProductWork(Tensor a, Tensor b, Tensor y, Factors factors)
        : base(Parted(factors)) => (this.a, this.b, this.y, this.factors, byColumns) = (a, b, y, factors, IsWide(factors));

    internal override void Run() => Run(Whole);

    private protected override void Begin() => y.Storage.Take();

    private protected override void Run(in Partition.Part part)
    {
        var (n, k, m) = (factors.N, factors.K, factors.M);
        var (rows, columns) = byColumns ? (n, part.NextRow - part.Row) : (part.NextRow - part.Row, m);
        var (row, column) = byColumns ? (0, part.Row) : (part.Row, 0);
        var (left, right) = (factors.Left, factors.Right);
        var target = y.Target<T>();
        for (int product = part.Item, some; product < part.NextItem; product += some)
        {
            // Whole results follow one another.
            some = rows == n && columns == m ? Math.Min(factors.Count - product % factors.Count, part.NextItem - product) : 1;
            var (at, by) = factors.At(product);
            Product.Run(
                rows, k, columns, a.Memory<T>(), left with { Offset = at + row * left.Row }, b.Memory<T>(), right with { Offset = by + column * right.Column },
                target[(product * n * m + row * m + column)..], some, m);
        }
    }

    private static Partition Parted(in Factors f)
    {
        int items = f.Count;
        foreach (int size in f.Outer) items *= size;
        return Partition.OfProducts((long)f.N * f.K * f.M * items, items, IsWide(f) ? f.M : f.N, IsWide(f) ? Columns : f.N < 4 * Rows ? FewRows : Rows);
    }

    /// <summary>Whether a result is cut into columns, since there are few rows.</summary>
    private static bool IsWide(in Factors f) => f.N < 2 * FewRows && f.M >= 2 * Columns;

    /// <summary>Sizes and strides of the factors of all products.</summary>
    /// <param name="N">Rows of a result.</param>
    /// <param name="K">Numbers of a sum.</param>
    /// <param name="M">Columns of a result.</param>
    /// <param name="Left">The first left factor, and how far it is to the next of the same call.</param>
    /// <param name="Right">The first right factor, and how far it is to the next of the same call.</param>
    /// <param name="Count">Products of a call.</param>
    /// <param name="Outer">How many calls there are along each axis around them.</param>
    /// <param name="LeftSteps">From one call's left factors to the next along each of these axes.</param>
    /// <param name="RightSteps">From one call's right factors to the next along each of these axes.</param>
    internal readonly record struct Factors(int N, int K, int M, Product.Matrix Left, Product.Matrix Right, int Count, int[] Outer, int[] LeftSteps, int[] RightSteps)
    {
        /// <summary>Where the factors of a product begin.</summary>
        internal (int Left, int Right) At(int product)
        {
            (product, int inCall) = Math.DivRem(product, Count);
            var (left, right) = (Left.Offset + inCall * Left.Next, Right.Offset + inCall * Right.Next);
            for (int axis = Outer.Length - 1; axis >= 0; axis--)
            {
                (product, int index) = Math.DivRem(product, Outer[axis]);
                (left, right) = (left + index * LeftSteps[axis], right + index * RightSteps[axis]);
            }

            return (left, right);
        }
    }
}
