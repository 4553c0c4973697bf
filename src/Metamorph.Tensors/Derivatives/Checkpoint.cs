using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

/// <summary>
/// Trades time for memory: a step of a computation keeps only what goes in and what comes out, and is computed again when a
/// derivative needs what lies between (Chen et al. 2016, https://arxiv.org/abs/1604.06174). Values and derivatives of any order are those of the plain function.
/// </summary>
public static class Checkpoint
{
    /// <summary>Runs a function as one step that keeps only its inputs and results. Tensors that it captured are differentiated too.</summary>
    /// <typeparam name="TIn">What goes in.</typeparam>
    /// <typeparam name="TOut">What comes out.</typeparam>
    /// <param name="function">A pure function: the same tensors in, the same out. Keys are passed in, never drawn inside from elsewhere.</param>
    /// <param name="x">Its argument.</param>
    /// <returns>function(x)</returns>
    public static TOut Step<TIn, TOut>(Func<TIn, TOut> function, TIn x)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        ArgumentNullException.ThrowIfNull(function);
        var (results, captured, crossing) = Region.Run(function, x);
        var call = new Call<TIn, TOut>(function, x) { Outputs = results.Tensors.Count, Crossing = crossing };
        return Region.Record(results, call, [.. x.Tensors, .. captured]);
    }

    /// <inheritdoc cref="Step{TIn, TOut}"/>
    public static Tensor Step(Func<Tensor, Tensor> function, Tensor x) => Step<Tensor, Tensor>(function, x);

    private sealed class Call<TIn, TOut>(Func<TIn, TOut> function, TIn x) : RegionCall
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        internal override string Name => "Checkpoint.Step";

        internal override Tensor?[] Reverse(Tensor[] inputs, Tensor?[] cotangents, bool[] needed) =>
            Region.Rebuild(function, x, inputs, (results, leaves) => Graph.Reverse(results, cotangents, leaves));

        internal override List<Tensor> Inside(Tensor[] inputs) => Region.Rebuild(function, x, inputs, Graph.Between);

        internal override Tensor?[] Tangent(Tensor[] inputs, Tensor?[] tangents) =>
            Region.Rebuild(function, x, inputs, (results, leaves) => Graph.Forward(results, leaves, tangents));
    }
}
