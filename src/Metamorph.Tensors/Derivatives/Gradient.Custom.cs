using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

public static partial class Gradient
{
    /// <summary>Runs a function whose derivative is given by hand. Forward mode and higher orders follow from the pullback, which is linear in the cotangent.</summary>
    /// <typeparam name="TIn">What goes in.</typeparam>
    /// <typeparam name="TOut">What comes out.</typeparam>
    /// <param name="forward">A pure function. All that is to be differentiated must come in through its argument.</param>
    /// <param name="pullback">(x, y, cotangent of y) to the cotangent of x, in tensor operations.</param>
    /// <param name="x">The argument.</param>
    /// <returns>forward(x)</returns>
    /// <exception cref="InvalidOperationException"><paramref name="forward"/> captured a tensor that a derivative listens to: its gradient would silently be lost.</exception>
    public static TOut Custom<TIn, TOut>(Func<TIn, TOut> forward, Func<TIn, TOut, TOut, TIn> pullback, TIn x)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(pullback);
        var scope = new Scope();
        var (variables, y) = Listen(forward, x, scope, "Gradient.Custom");
        var results = y.Tensors;
        if (Region.Sources(results, scope.Id, variables.Tensors) is [var first, ..])
            throw new InvalidOperationException($"Gradient.Custom: the function captured {first.Form}, to which a derivative listens; the pullback could give no cotangent for it. Pass it in as part of the argument, or capture x.Stop().");
        var leaves = variables.Tensors;
        string? crossing = results.Count == 0 ? null : TaskFlow.Crossing(Graph.Between(results, leaves), leaves, results);
        y = y.With([.. results.Select(r => r.Stop())]);
        return Region.Record(y, new CustomCall<TIn, TOut>(pullback, x, y) { Outputs = results.Count, Crossing = crossing }, [.. x.Tensors]);
    }

    /// <inheritdoc cref="Custom{TIn, TOut}"/>
    public static Tensor Custom(Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> pullback, Tensor x) =>
        Custom<Tensor, Tensor>(forward, pullback, x);

    private sealed class CustomCall<TIn, TOut>(Func<TIn, TOut, TOut, TIn> pullback, TIn x, TOut y) : RegionCall
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        internal override string Name => "Gradient.Custom";

        internal override Tensor?[] Reverse(Tensor[] inputs, Tensor?[] cotangents, bool[] needed)
        {
            var results = y.Tensors;
            return [.. pullback(x.With(inputs), y, y.With([.. cotangents.Select((c, i) => c ?? ZerosLike(results[i]))])).Tensors];
        }

        // The pullback is linear in the cotangent c, so the gradient of <pullback(c), t> over c, at any c, is J t.
        internal override Tensor?[] Tangent(Tensor[] inputs, Tensor?[] tangents)
        {
            var scope = new Scope();
            Tensor[] cotangents;
            TIn pulled;
            try
            {
                cotangents = [.. y.Tensors.Select(r => Graph.Watch(ZerosLike(r), scope))];
                pulled = pullback(x.With(inputs), y, y.With(cotangents));
            }
            finally
            {
                scope.Stop();
            }

            return Graph.Reverse(pulled.Tensors, tangents, cotangents);
        }
    }
}
