namespace Metamorph.Tensors.Derivatives;

/// <summary>
/// A function that enters the graph as one node. After it ran, the graph that it made is walked to find all that it depends on:
/// tensors older than the region that a listening scope depends on, whether they came in as arguments or were captured by a
/// closure. Those become inputs of the node beside the arguments: nothing captured is ever silently a constant. The graph itself
/// is dropped and, where a derivative needs it, made again. Such a function must be pure: the same tensors in, the same tensors out.
/// </summary>
internal static class Region
{
    /// <summary>Runs a function and forgets how it was computed.</summary>
    /// <returns>The results as constants, what the function depends on, and what it does to tasks: see <see cref="RegionCall.Crossing"/>.</returns>
    internal static (TOut Results, Tensor[] Sources, string? Crossing) Run<TIn, TOut>(Func<TIn, TOut> function, TIn x)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        var memory = x.Tensors.FirstOrDefault(a => a.Scope?.Memory is not null)?.Scope!.Memory;
        long mark = memory?.Held ?? 0, start = Serial.Next();
        var y = function(x);
        var results = y.Tensors;
        var sources = Sources(results, start);
        string? crossing = sources.Length == 0 || results.Count == 0 ? null : TaskFlow.Crossing(Graph.Between(results, sources), sources, results);
        memory?.ReleaseTo(mark);
        return (y.With([.. results.Select(r => r.Stop())]), sources, crossing);
    }

    /// <summary>Records the results of a region, each as a node of its own.</summary>
    internal static TOut Record<TOut>(TOut results, RegionCall call, Tensor[] inputs)
        where TOut : ITensors<TOut>
    {
        var tensors = results.Tensors;
        for (int i = 0; i < tensors.Count; i++) new RegionOutput(call, i).Record(tensors[i], inputs);
        return results;
    }

    /// <summary>Runs a function again on variables in the places of its arguments; what it captured is seen again while it runs.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">A value of the form of its argument.</param>
    /// <param name="inputs">The tensors of its argument, then its sources.</param>
    /// <param name="use">Gets the results and the leaves (variables, then sources), when no scope listens any more that did not before.</param>
    internal static T Rebuild<TIn, TOut, T>(Func<TIn, TOut> function, TIn x, Tensor[] inputs, Func<IReadOnlyList<Tensor>, Tensor[], T> use)
        where TIn : ITensors<TIn>
        where TOut : ITensors<TOut>
    {
        int arguments = x.Tensors.Count;
        var scope = new Scope();
        Scope[] closed = [.. inputs.Select(i => i.Node?.Scope).OfType<Scope>().Where(s => !s.Listening).Distinct()];
        var memory = Array.Find(closed, s => s.Memory is not null)?.Memory;
        long mark = memory?.Held ?? 0;
        Tensor[] leaves;
        TOut y;
        foreach (var s in closed) s.Start();
        try
        {
            leaves = [.. inputs[..arguments].Select(i => AgainPrimitive.Mark(Graph.Watch(i, scope))), .. inputs[arguments..]];
            y = function(x.With(leaves[..arguments]));
        }
        finally
        {
            scope.Stop();
            foreach (var s in closed) s.Stop();
        }

        var used = use(y.Tensors, leaves);
        memory?.ReleaseTo(mark);
        return used;
    }

    /// <summary>The tensors older than <paramref name="start"/> that a scope listens to, on the way back from some results; the way ends at variables.</summary>
    internal static Tensor[] Sources(IReadOnlyList<Tensor> results, long start, params IReadOnlyList<Tensor> variables)
    {
        var sources = new List<Tensor>();
        var seen = new HashSet<Tensor>(variables, ReferenceEqualityComparer.Instance);
        var stack = new Stack<Tensor>(results);
        while (stack.TryPop(out var tensor))
        {
            if (!seen.Add(tensor) || tensor.Node is not { } node) continue;
            if (node.Id > start) foreach (var input in node.Inputs) stack.Push(input);
            else if (tensor.Scope is not null) sources.Add(tensor);
        }

        sources.Sort((a, b) => a.Node!.Id.CompareTo(b.Node!.Id));
        return [.. sources];
    }
}
