using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

public static partial class Gradient
{
    /// <summary>
    /// A gradient that enters the graph as one node and is itself differentiated forward over reverse: its pullback of c is the
    /// tangent of the same gradient along c, for the variables and for all that the function captured alike, since second
    /// derivatives are symmetric. Nothing of how it was computed is kept (Kemaev et al. 2025, "MixFlow-MG", https://arxiv.org/abs/2505.00793).
    /// The same numbers as <see cref="Of{T}"/>, and derivatives of any order, with the memory of one gradient.
    /// </summary>
    /// <inheritdoc cref="Of{T}"/>
    public static T Mixed<T>(Func<T, Tensor> f, T at)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        var (gradient, sources, crossing) = Region.Run(x => Of(f, x), at);
        return Region.Record(gradient, new MixedCall<T>(f, at) { Outputs = gradient.Tensors.Count, Crossing = crossing }, [.. at.Tensors, .. sources]);
    }

    /// <summary>
    /// The tangents of the gradients of f, for its variables and for its sources, along a direction in the variables: that
    /// direction times the Hessian of all of them together.
    /// </summary>
    private static Tensor?[] SecondAlong<T>(Func<T, Tensor> f, T at, Tensor[] inputs, Tensor?[] direction)
        where T : ITensors<T>
    {
        return Region.Rebuild(Gradients, at, inputs, (gradients, leaves) => Graph.Forward(gradients, leaves, [.. direction, .. new Tensor?[leaves.Length - direction.Length]]));

        // Recorded as a whole, backward pass and all, since the scopes that listen to the leaves do so until it is done.
        TensorList Gradients(T x)
        {
            var (variables, y) = Listen(f, x, new Scope(), "Gradient.Mixed");
            Tensor[] leaves = [.. variables.Tensors, .. inputs[x.Tensors.Count..]];
            var gradients = Graph.Reverse([y], [Tensor.Full(1, [], y.DType, y.Tasks)], leaves);
            return new([.. leaves.Select((leaf, i) => gradients[i] ?? ZerosLike(leaf))]);
        }
    }

    private sealed class MixedCall<T>(Func<T, Tensor> f, T at) : RegionCall
        where T : ITensors<T>
    {
        internal override string Name => "Gradient.Mixed";

        internal override Tensor?[] Reverse(Tensor[] inputs, Tensor?[] cotangents, bool[] needed) => SecondAlong(f, at, inputs, cotangents);

        internal override List<Tensor> Inside(Tensor[] inputs) => Region.Rebuild(x => Of(f, x), at, inputs, Graph.Between);

        internal override Tensor?[] Tangent(Tensor[] inputs, Tensor?[] tangents) =>
            Region.Rebuild(x => Of(f, x), at, inputs, (results, leaves) => Graph.Forward(results, leaves, tangents));
    }
}
