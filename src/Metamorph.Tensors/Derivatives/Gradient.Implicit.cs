using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

public static partial class Gradient
{
    /// <summary>
    /// A minimum as a function of all that the loss captured: the given numbers, with the derivatives of the implicit function
    /// theorem. At a minimum the gradient is zero whatever was captured, so its pullback of c is -(d gradient / d captured)' v with
    /// H v = c, solved by conjugate gradients (Rajeswaran et al. 2019, https://arxiv.org/abs/1909.04630). How the minimum was
    /// found is of no importance, and nothing of it is kept.
    /// </summary>
    /// <typeparam name="T">What holds the variables.</typeparam>
    /// <param name="loss">Returns one number per task, <c>[tasks;]</c>; its Hessian at the minimum is positive definite.</param>
    /// <param name="minimum">Where the gradient is (nearly) zero, with the tasks of the loss.</param>
    /// <param name="iterations">Conjugate-gradient iterations at most.</param>
    /// <param name="tolerance">A task is done when its residual is this small relative to c; the others go on.</param>
    /// <returns>The numbers of <paramref name="minimum"/>.</returns>
    public static T Implicit<T>(Func<T, Tensor> loss, T minimum, int iterations, double tolerance)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var solution = minimum.With([.. minimum.Tensors.Select(x => x.Stop())]);
        var (_, sources, crossing) = Region.Run(x => Of(loss, x), solution);
        var call = new ImplicitCall<T>(loss, solution, iterations, tolerance) { Outputs = solution.Tensors.Count, Crossing = crossing };
        return Region.Record(solution.With([.. solution.Tensors.Select(x => x.Stop())]), call, [.. solution.Tensors, .. sources]);
    }

    private sealed class ImplicitCall<T>(Func<T, Tensor> loss, T solution, int iterations, double tolerance) : RegionCall
        where T : ITensors<T>
    {
        internal override string Name => "Gradient.Implicit";

        internal override Tensor?[] Reverse(Tensor[] inputs, Tensor?[] cotangents, bool[] needed)
        {
            var points = solution.Tensors;
            var right = new TensorList([.. points.Select((x, i) => -(cotangents[i] ?? ZerosLike(x)))]);
            var v = ConjugateGradients.Solve(u => HessianTimes(inputs, u), right, iterations, tolerance);
            var pulled = SecondAlong(loss, solution, inputs, [.. v.Tensors]);

            // The numbers that stand for the minimum are not a source of it.
            Array.Clear(pulled, 0, points.Count);
            return pulled;
        }

        // d minimum = -H^-1 (d gradient / d captured) t.
        internal override Tensor?[] Tangent(Tensor[] inputs, Tensor?[] tangents)
        {
            Tensor?[] captured = [.. new Tensor?[solution.Tensors.Count], .. tangents[solution.Tensors.Count..]];
            var pushed = Region.Rebuild(x => Of(loss, x), solution, inputs, (gradient, leaves) => Graph.Forward(gradient, leaves, captured));
            var right = new TensorList([.. solution.Tensors.Select((x, i) => -(pushed[i] ?? ZerosLike(x)))]);
            return [.. ConjugateGradients.Solve(u => HessianTimes(inputs, u), right, iterations, tolerance).Tensors];
        }

        private TensorList HessianTimes(Tensor[] inputs, TensorList u)
        {
            var pulled = SecondAlong(loss, solution, inputs, [.. u.Tensors]);
            return new([.. solution.Tensors.Select((x, i) => pulled[i] ?? ZerosLike(x))]);
        }
    }
}
