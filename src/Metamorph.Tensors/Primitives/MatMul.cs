using System.Numerics;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The matrix product over the last two axes; axes before them broadcast. A factor may be transposed at no cost: <c>a.Transpose().MatMul(b)</c>.</summary>
    /// <param name="right">[tasks; ..., k, m]</param>
    /// <returns>[tasks; ..., n, m] of this [tasks; ..., n, k]</returns>
    /// <exception cref="ShapeException">Inner sizes differ, or a factor has fewer than two axes.</exception>
    public Tensor MatMul(Tensor right)
    {
        var (a, b) = OneDType(Floating("MatMul"), right, "MatMul");
        if (a.Rank < 2 || b.Rank < 2)
            throw new ShapeException($"MatMul: {a.Form} by {b.Form}. Expected at least two axes each, [n, k] by [k, m]: x.Expand(0) makes a row of a vector, x.Expand(-1) a column.");
        if (a.Shape[^1] != b.Shape[^2])
            throw new ShapeException($"MatMul: {a.Form} by {b.Form}: inner sizes {a.Shape[^1]} and {b.Shape[^2]} differ. Expected [..., n, k] by [..., k, m].");
        int? tasks = OneTasks(a, b, "MatMul");
        if (a.Rank == 2 && b.Rank == 2) return MatMulPrimitive.Instance.Apply(a.PerTask(tasks), b.PerTask(tasks));
        var batch = Broadcast(Zeros(Shape.Of(a.Shape.Span[..^2])), Zeros(Shape.Of(b.Shape.Span[..^2])), "MatMul");
        return MatMulPrimitive.Instance.Apply(
            a.StretchTo([.. batch, a.Shape[^2], a.Shape[^1]], tasks), b.StretchTo([.. batch, b.Shape[^2], b.Shape[^1]], tasks));
    }
}

/// <summary>The matrix product over the last two axes, y[.., i, j] = sum over p of a[.., i, p] b[.., p, j].</summary>
internal sealed record MatMulPrimitive : Bilinear
{
    internal static readonly MatMulPrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => x[0].DType == DType.Float32 ? Forward<float>(x[0], x[1]) : Forward<double>(x[0], x[1]);

    internal override Tensor Left(Tensor cotangent, Tensor right) => cotangent.MatMul(right.Transpose());

    internal override Tensor Right(Tensor left, Tensor cotangent) => left.Transpose().MatMul(cotangent);

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var (left, right) in new (int?, int?)[] { (null, null), (2, null), (null, 2), (2, 2) })
            foreach (var (a, b) in new (Shape, Shape)[] { ([3, 4], [4, 2]), ([1, 1], [1, 1]), ([5, 3], [3, 11]), ([2, 0], [0, 3]), ([0, 2], [2, 3]), ([2, 3, 4], [4, 2]), ([3, 4], [2, 4, 2]) })
                yield return Case(Draw(a, left), Draw(b, right));
        yield return Case(Draw([4, 3], 2).Transpose(), Draw([2, 4], null).Transpose());
        yield return Case(Draw([4, 6], null).Slice(0, 3, 2, step: -2).Slice(1, 1, 3), Draw([3, 8], 2).Slice(1, 2, 5));
        yield return Case(Draw([1, 3], null).StretchTo([4, 3], 2), Draw([3, 1], 2).StretchTo([3, 9], 2));

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(draws++), shape, tasks);

        static Example Case(Tensor a, Tensor b) => new(
            x => x[0].MatMul(x[1]), [a, b],
            (x, i) => Enumerable.Range(0, x[0].Shape[^1]).Sum(k => x[0][[.. i[..^2], i[^2], k]] * x[1][[.. i[..^2], k, i[^1]]]));
    }

    private static Tensor Forward<T>(Tensor a, Tensor b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Shape[^2], k = a.Shape[^1], m = b.Shape[^1];
        var y = Tensor.Allocate<T>([.. a.Shape.Span[..^1], m], a.Tasks, a.IsWeak && b.IsWeak);
        var (left, right) = (a.FullStrides, b.FullStrides);
        ReadOnlySpan<int> products = a.FullSizes.AsSpan()[..^2];
        int row = left[^2];

        // Neighbours that share the right factor, and whose rows follow one another, are one product of more rows.
        for (; products.Length > 0 && (products[^1] == 1 || (right[products.Length - 1] == 0 && (n == 1 || left[products.Length - 1] == n * row))); products = products[..^1])
        {
            if (n == 1) row = left[products.Length - 1];
            n *= products[^1];
        }

        // The innermost axis of products is one call.
        var (count, leftNext, rightNext) = products.Length > 0 ? (products[^1], left[products.Length - 1], right[products.Length - 1]) : (1, 0, 0);
        int[] outer = products.Length > 0 ? products[..^1].ToArray() : [];
        var factors = new ProductWork<T>.Factors(
            n, k, m, new(a.Offset, row, left[^1], leftNext), new(b.Offset, right[^2], right[^1], rightNext), count, outer, left[..outer.Length], right[..outer.Length]);

        // A narrow result of a transposed right factor is computed as rows of its transpose, which fill registers.
        if (outer.Length == 0 && m is > 1 and < 16 && n >= 16 && n == a.Shape[^2] && right[^2] == 1 && right[^1] != 1)
        {
            var lying = Tensor.Allocate<T>([.. a.Shape.Span[..^2], m, n], a.Tasks, y.IsWeak);
            lying.By(new ProductWork<T>(b, a, lying, factors with { N = m, M = n, Left = factors.Right.Transposed, Right = factors.Left.Transposed }));
            return Laid.View(lying, [.. Enumerable.Range(0, a.Rank - 2), a.Rank - 1, a.Rank - 2]);
        }

        return y.By(new ProductWork<T>(a, b, y, factors));
    }
}
