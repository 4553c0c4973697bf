namespace Metamorph.Tensors.Derivatives;

/// <summary>Solves H x = b for a symmetric positive-definite map, each task for itself (Hestenes and Stiefel 1952). A fixed number of iterations, so that its steps never depend on data.</summary>
internal static class ConjugateGradients
{
    /// <param name="map">H times a vector.</param>
    /// <param name="b">The right side.</param>
    /// <param name="iterations">How many; a task that is done is held by <c>where</c> while the others go on.</param>
    /// <param name="tolerance">Done: the residual's norm is at most this times that of <paramref name="b"/>.</param>
    internal static TensorList Solve(Func<TensorList, TensorList> map, TensorList b, int iterations, double tolerance)
    {
        var x = new TensorList([.. b.Tensors.Select(t => Tensor.Zeros(t.Shape, t.DType, t.Tasks))]);
        var (residual, direction) = (b, b);
        var square = Dot(b, b);
        var enough = square * (tolerance * tolerance);
        for (int i = 0; i < iterations; i++)
        {
            var going = square > enough;
            var mapped = map(direction);
            var step = Ratio(square, Dot(direction, mapped), going);
            x = Add(x, step, direction);
            residual = Add(residual, -step, mapped);
            var next = Dot(residual, residual);
            direction = Add(residual, Ratio(next, square, going), direction);
            square = going.Where(next, square);
        }

        return x;
    }

    private static Tensor Dot(TensorList a, TensorList b) => a.Tensors.Zip(b.Tensors, (p, q) => (p * q).Sum()).Aggregate((p, q) => p + q);

    /// <summary>a / b for tasks that go on, else 0; without a division by zero on the way.</summary>
    private static Tensor Ratio(Tensor a, Tensor b, Tensor going) => going.Where(a / going.Where(b, 1.0), 0.0);

    private static TensorList Add(TensorList a, Tensor factor, TensorList b) => new([.. a.Tensors.Zip(b.Tensors, (p, q) => p + Spread(factor, q) * q)]);

    /// <summary>One number per task beside a tensor of any shape.</summary>
    private static Tensor Spread(Tensor factor, Tensor like) => factor.PerTask(like.Tasks);
}
