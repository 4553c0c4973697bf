using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The solution X of A X = B for a symmetric positive-definite matrix A = this, by Cholesky's factorization. Only the symmetric part of A counts.</summary>
    /// <param name="right">B: [tasks; ..., n, m]; axes before the last two as those of A.</param>
    /// <returns>[tasks; ..., n, m]</returns>
    /// <exception cref="ShapeException">A is not square or does not fit to B.</exception>
    /// <exception cref="ArithmeticException">A is not positive definite: the message names the task and the pivot.</exception>
    public Tensor SolvePositiveDefinite(Tensor right)
    {
        var (a, b) = OneDType(Floating("SolvePositiveDefinite"), right, "SolvePositiveDefinite");
        if (a.Rank < 2 || b.Rank != a.Rank || a.Shape[^1] != a.Shape[^2] || !b.Shape.Span[..^1].SequenceEqual(a.Shape.Span[..^1]))
            throw new ShapeException($"SolvePositiveDefinite: {a.Form} and {b.Form}. Expected a square [..., n, n] and [..., n, m].");
        int? tasks = OneTasks(a, b, "SolvePositiveDefinite");
        a = 0.5 * (a + a.Transpose());
        return SolvePositiveDefinitePrimitive.Instance.Apply(a.PerTask(tasks), b.PerTask(tasks));
    }
}

/// <summary>X = A^-1 B for symmetric positive-definite A.</summary>
internal sealed record SolvePositiveDefinitePrimitive : Primitive
{
    internal static readonly SolvePositiveDefinitePrimitive Instance = new();

    internal override Tensor Forward(Tensor[] x) => x[0].DType == DType.Float32 ? Forward<float>(x[0], x[1]) : Forward<double>(x[0], x[1]);

    // With c the cotangent of X: that of B is A^-1 c, and that of A is -(A^-1 c) X'.
    internal override Tensor?[] Reverse(Tensor[] x, Tensor y, Tensor cotangent, bool[] needed)
    {
        var right = Apply(x[0], cotangent);
        return [needed[0] ? -right.MatMul(y.Transpose()) : null, right];
    }

    // A dX = dB - dA X.
    internal override Tensor Tangent(Tensor[] x, Tensor y, Tensor?[] tangents) => Apply(x[0], (tangents[0], tangents[1]) switch
    {
        (null, { } b) => b,
        ({ } a, null) => -a.MatMul(y),
        var (a, b) => b! - a!.MatMul(y),
    });

    internal override IEnumerable<Example> Examples(Key key)
    {
        int draws = 0;
        foreach (var (left, right) in new (int?, int?)[] { (null, null), (2, null), (null, 2), (2, 2) })
            foreach (var (a, b) in new (Shape, Shape)[] { ([3, 3], [3, 2]), ([1, 1], [1, 1]), ([0, 0], [0, 2]), ([2, 2, 2], [2, 2, 3]) })
                yield return Case(Positive(Draw(a, left)), Draw(b, right));
        yield return Case(Positive(Draw([3, 3], 2)).Transpose(), Draw([2, 3], 2).Transpose());
        yield return Case(Positive(Draw([4, 4], null)).Slice(0, 1, 2).Slice(1, 1, 2), Draw([4, 3], null).Slice(0, 0, 2, step: 2));
        yield return Case(Positive(Draw([2, 2], null)).StretchTo([2, 2], 2), Draw([2, 1], 2).StretchTo([2, 3], 2));

        Tensor Draw(Shape shape, int? tasks) => Example.Draw(key.Fold(draws++), shape, tasks, -1, 1);

        static Tensor Positive(Tensor m) => m.MatMul(m.Transpose()) + Tensor.Eye(m.Shape[^1], DType.Float64);

        static Example Case(Tensor a, Tensor b) => new(x => x[0].SolvePositiveDefinite(x[1]), [a, b], Cramer);
    }

    /// <summary>An entry of the solution by Cramer's rule, on the symmetric part of A.</summary>
    private static double Cramer(Entries[] x, int[] index)
    {
        var (batch, n) = (index[..^2], x[0].Shape[^1]);
        return Determinant(index[^2]) / Determinant(-1);

        double Determinant(int column)
        {
            var rows = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n)
                .Select(j => j == column ? x[1][[.. batch, i, index[^1]]] : (x[0][[.. batch, i, j]] + x[0][[.. batch, j, i]]) / 2).ToArray()).ToArray();
            return Laplace(rows);
        }
    }

    private static double Laplace(double[][] m) => m.Length == 0 ? 1
        : Enumerable.Range(0, m.Length).Sum(j => (j % 2 == 0 ? 1 : -1) * m[0][j] * Laplace([.. m[1..].Select(row => row.Where((_, k) => k != j).ToArray())]));

    private static Tensor Forward<T>(Tensor a, Tensor b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Tensor.Allocate<T>(b.Shape, b.Tasks, a.IsWeak && b.IsWeak);
        return x.By(() => Solve<T>(a, b, x));
    }

    private static void Solve<T>(Tensor a, Tensor b, Tensor x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Shape[^1], m = b.Shape[^1], matrices = Shape.Of(a.Shape.Span[..^2]).Size;
        b.Values<T>().CopyTo(x.Target<T>());
        T[] factors = a.Values<T>().ToArray();
        for (int i = 0; i < (a.Tasks ?? 1) * matrices; i++)
        {
            int pivot = Cholesky.Factor(factors.AsSpan(i * n * n, n * n), n);
            if (pivot >= 0)
                throw new ArithmeticException($"SolvePositiveDefinite: the matrix {a.Form}{(a.Tasks is null ? "" : $" of task {i / matrices}")} is not positive definite: pivot {pivot} is not above 0. Add a small multiple of the unit matrix.");
            Cholesky.Solve(factors.AsSpan(i * n * n, n * n), n, m, x.Target<T>().Slice(i * n * m, n * m));
        }
    }
}
