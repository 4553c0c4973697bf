namespace Metamorph.Tensors.Derivatives;

/// <summary>
/// Checks that a gradient per task is one: that the result of task t depends on no other task's variables. Every tensor between
/// carries, for each of its tasks, the task of the variables that it comes from.
/// </summary>
internal static class TaskFlow
{
    /// <summary>What is wrong with a path from variables with a task axis to results, or null.</summary>
    /// <param name="between">All tensors on the way, oldest first.</param>
    /// <param name="leaves">The variables.</param>
    /// <param name="roots">The results.</param>
    internal static string? Crossing(List<Tensor> between, IReadOnlyList<Tensor> leaves, IReadOnlyList<Tensor> roots)
    {
        int? tasks = roots[0].Tasks;
        if (between.TrueForAll(Keeps) && leaves.All(t => t.Tasks is null || t.Tasks == tasks)) return null;

        var origins = new Dictionary<Tensor, int[]>(ReferenceEqualityComparer.Instance);
        foreach (var leaf in leaves)
            if (leaf.Tasks is int count) origins[leaf] = [.. Enumerable.Range(0, count)];
        foreach (var tensor in between)
        {
            var node = tensor.Node!;
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (!origins.TryGetValue(node.Inputs[i], out int[]? from)) continue;
                int[]? to = node.Primitive.TaskOrigins(from, i, node.Inputs, tensor);
                if (to is null) return $"{node.Primitive.Name} takes {node.Inputs[i].Form} to {tensor.Form} and mixes tasks";
                if (origins.TryGetValue(tensor, out int[]? already)) to = Merged(already, to);
                if (to is null) return $"{node.Primitive.Name} brings together different tasks in {tensor.Form}";
                origins[tensor] = to;
            }
        }

        foreach (var root in roots)
            if (origins.TryGetValue(root, out int[]? from))
                for (int t = 0; t < from.Length; t++)
                    if (from[t] != t && from[t] != None) return $"task {t} of the result {root.Form} depends on the variables of task {from[t]}";
        return null;
    }

    /// <summary>Whether a tensor was made task by task, which is so nearly always.</summary>
    private static bool Keeps(Tensor y) =>
        !y.Node!.Primitive.MovesTasks && Array.TrueForAll(y.Node.Inputs, x => x.Tasks is null || x.Tasks == y.Tasks);

    /// <summary>The origin of a task that depends on no variable.</summary>
    internal const int None = -1;

    private static int[]? Merged(int[] a, int[] b)
    {
        int[] merged = new int[a.Length];
        for (int t = 0; t < a.Length; t++)
        {
            if (a[t] != b[t] && a[t] != None && b[t] != None) return null;
            merged[t] = a[t] == None ? b[t] : a[t];
        }

        return merged;
    }
}
