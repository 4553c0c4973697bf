namespace Metamorph.Learning;

/// <summary>
/// Linear regression with a penalty on the slopes, in closed form (Hoerl and Kennard 1970): the minimum of
/// sum over rows of w |y - x W - b|^2 + penalty |W|^2, the intercept b not penalised. Made of tensor operations alone, so it has
/// derivatives by all that it is given. Rows of weight 0 do not count.
/// </summary>
internal static class RidgeRegression
{
    /// <summary>Penalties to choose from where none are given: 0.01, 0.1, ..., 10000000.</summary>
    internal static IReadOnlyList<double> Penalties { get; } = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>A regression for each task.</summary>
    /// <param name="rows">x [tasks; n, features], y [tasks; n, outputs].</param>
    /// <param name="penalty">[], at least 0.</param>
    /// <returns>weight [tasks; features, outputs], bias [tasks; outputs]; a task without rows has zeros.</returns>
    internal static ParameterSet PerTask(Batch rows, Tensor penalty) => Solve(rows, penalty, t => t);

    /// <summary>One regression of the rows of all tasks together.</summary>
    /// <returns>weight [features, outputs], bias [outputs]</returns>
    /// <inheritdoc cref="PerTask"/>
    internal static ParameterSet Pooled(Batch rows, Tensor penalty) => Solve(rows, penalty, t => t.SumOverTasks());

    /// <summary>The minimum of |r - z V|^2 + |V|^2 without an intercept: (z'z + 1)^-1 z'r, or z'(zz' + 1)^-1 r by Woodbury's identity, whichever matrix is smaller.</summary>
    /// <param name="z">Float64 [tasks; n, features]; a penalty a on V is 1 for z divided by the root of a.</param>
    /// <param name="r">Float64 [tasks; n, outputs]</param>
    /// <returns>[tasks; features, outputs]</returns>
    internal static Tensor Solved(Tensor z, Tensor r)
    {
        var (t, unit) = (z.Transpose(), Tensor.Eye(Math.Min(z.Shape[0], z.Shape[1]), DType.Float64));
        return z.Shape[0] < z.Shape[1] ? t.MatMul((z.MatMul(t) + unit).SolvePositiveDefinite(r)) : (t.MatMul(z) + unit).SolvePositiveDefinite(t.MatMul(r));
    }

    private static ParameterSet Solve(Batch rows, Tensor penalty, Func<Tensor, Tensor> pool)
    {
        if (rows.X.Rank != 2 || rows.Y.Rank != 2 || rows.X.Shape[0] != rows.Y.Shape[0])
            throw new ShapeException($"ridge regression: inputs {rows.X.Form} and targets {rows.Y.Form}. Expected [n, features] and [n, outputs]: targets [n] become a column with y.Expand(-1).");

        // In 64 bits whatever the rows are: the squares of a condition number meet here.
        var all = rows.Cast(DType.Float64);
        var weight = (all.Weight ?? Tensor.Ones([rows.Rows], DType.Float64)).PerTask(all.X.Tasks).Expand(-1);
        var (x, y) = (all.X, all.Y);
        var total = pool(weight.Sum(0));
        var divisor = (total > 0.0).Where(total, 1.0);

        // Around the means the intercept is 0, so that the penalty cannot reach it.
        var (meanX, meanY) = (pool((weight * x).Sum(0)) / divisor, pool((weight * y).Sum(0)) / divisor);
        var (aroundX, aroundY) = (x - meanX, y - meanY);
        var weighted = (weight * aroundX).Transpose();
        var gram = pool(weighted.MatMul(aroundX)) + penalty.Cast(DType.Float64) * Tensor.Eye(x.Shape[1], DType.Float64);
        var slope = gram.SolvePositiveDefinite(pool(weighted.MatMul(aroundY)));
        return new ParameterSet(("weight", slope), ("bias", meanY - meanX.Expand(0).MatMul(slope).Flatten())).Cast(rows.X.DType);
    }
}
