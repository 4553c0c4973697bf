namespace Metamorph.Tensors.Derivatives;

/// <summary>The passes over a recorded graph. None is recursive, and none visits a node older than its variables.</summary>
internal static class Graph
{
    /// <summary>The same numbers as a variable that a scope listens to; what it was made of stays reachable through it.</summary>
    internal static Tensor Watch(Tensor x, Scope scope)
    {
        var variable = x.Stop();
        variable.Node = new(VariablePrimitive.Instance, [x], x.Scope ?? scope);
        return variable;
    }

    /// <summary>All tensors that lie between leaves and roots (leaves excluded), oldest first.</summary>
    internal static List<Tensor> Between(IEnumerable<Tensor> roots, IReadOnlyCollection<Tensor> leaves)
    {
        var dependent = new HashSet<Tensor>(leaves, ReferenceEqualityComparer.Instance);
        // A node older than the oldest leaf cannot depend on any of them.
        long oldest = long.MaxValue;
        foreach (var leaf in leaves) oldest = Math.Min(oldest, leaf.Node?.Id ?? 0);
        var found = new List<Tensor>();
        var seen = new HashSet<Tensor>(leaves, ReferenceEqualityComparer.Instance);
        var stack = new Stack<Tensor>(roots);
        while (stack.TryPop(out var tensor))
        {
            if (tensor.Node is not { } node || node.Id < oldest || !seen.Add(tensor)) continue;
            found.Add(tensor);
            foreach (var input in node.Inputs) stack.Push(input);
        }

        found.Sort((a, b) => a.Node!.Id.CompareTo(b.Node!.Id));
        found.RemoveAll(tensor =>
        {
            foreach (var input in tensor.Node!.Inputs)
                if (dependent.Contains(input)) return !dependent.Add(tensor);
            return true;
        });
        return found;
    }

    /// <summary>Cotangents of the leaves, given those of the roots. Null: zero.</summary>
    internal static Tensor?[] Reverse(IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor?> seeds, IReadOnlyList<Tensor> leaves) =>
        Reverse(Between(roots, leaves), roots, seeds, leaves);

    /// <summary>The same with the tensors in between already found. They are let go one by one, so that memory is free as early as can be.</summary>
    internal static Tensor?[] Reverse(List<Tensor> between, IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor?> seeds, IReadOnlyList<Tensor> leaves)
    {
        var reached = new HashSet<Tensor>(between, ReferenceEqualityComparer.Instance);
        reached.UnionWith(leaves);
        var cotangents = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < roots.Count; i++)
            if (seeds[i] is { } seed && reached.Contains(roots[i])) Add(roots[i], seed);

        var calls = new RegionCalls(between);
        for (int i = between.Count - 1; i >= 0; i--)
        {
            var tensor = between[i];
            var node = tensor.Node!;
            cotangents.Remove(tensor, out var cotangent);
            Tensor?[]? parts;
            bool[] needed = Array.ConvertAll(node.Inputs, reached.Contains);
            if (node.Primitive is RegionOutput output) parts = calls.Reverse(output, tensor, cotangent, needed);
            else parts = cotangent is null ? null : node.Primitive.Reverse(node.Inputs, tensor, cotangent, needed);
            between.RemoveAt(i);
            for (int j = 0; parts is not null && j < parts.Length; j++)
                if (needed[j] && parts[j] is { } part) Add(node.Inputs[j], part);
        }

        return [.. leaves.Select(x => cotangents.GetValueOrDefault(x))];

        void Add(Tensor at, Tensor part) => cotangents[at] = cotangents.TryGetValue(at, out var sum) ? sum + part : part;
    }

    /// <summary>Tangents of the roots, given those of the leaves. Null: zero.</summary>
    internal static Tensor?[] Forward(IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> leaves, IReadOnlyList<Tensor?> directions)
    {
        var tangents = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < leaves.Count; i++)
            if (directions[i] is { } direction) tangents[leaves[i]] = direction;

        var between = Between(roots, leaves);
        var calls = new RegionCalls(between);
        foreach (var tensor in between)
        {
            var node = tensor.Node!;
            Tensor?[] inputs = Array.ConvertAll(node.Inputs, x => tangents.GetValueOrDefault(x));
            if (Array.TrueForAll(inputs, x => x is null)) continue;
            var tangent = node.Primitive is RegionOutput output
                ? calls.Tangent(output, node.Inputs, inputs)
                : node.Primitive.Tangent(node.Inputs, tensor, inputs);
            if (tangent is not null) tangents[tensor] = tangent;
        }

        return [.. roots.Select(x => tangents.GetValueOrDefault(x))];
    }
}
