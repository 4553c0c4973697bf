using Metamorph.Tensors.Derivatives;

namespace Metamorph.Tensors;

/// <summary>Finds out what went wrong.</summary>
public static class Diagnostics
{
    /// <summary>Runs a function and finds the first primitive on the way to its result that made a number that is not finite. What does not depend on the variables is not looked at, but named as an input.</summary>
    /// <typeparam name="T">What holds the variables.</typeparam>
    /// <param name="loss">Any function.</param>
    /// <param name="at">Its variables.</param>
    /// <returns>The primitive, or null if all is finite.</returns>
    public static NonFinite? FirstNonFinite<T>(Func<T, Tensor> loss, T at)
        where T : ITensors<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        for (int i = 0; i < at.Tensors.Count; i++)
            if (!AllFinite(at.Tensors[i])) return new($"the variable '{at.NameOf(i)}'", [at.Tensors[i].Form], FirstTask(at.Tensors[i]));
        var scope = new Scope();
        Tensor y;
        Tensor[] variables = [.. at.Tensors.Select(x => Graph.Watch(x, scope))];
        try
        {
            y = loss(at.With(variables));
        }
        finally
        {
            scope.Stop();
        }

        return First(Graph.Between([y], variables));
    }

    private static NonFinite? First(List<Tensor> between)
    {
        foreach (var tensor in between)
        {
            if (AllFinite(tensor)) continue;
            var node = tensor.Node!;

            // Inside of a region there may be a primitive to name.
            if (node.Primitive is RegionOutput output && First(output.Call.Inside(node.Inputs)) is { } inside) return inside;
            return new(node.Primitive.Name, [.. node.Inputs.Select(x => AllFinite(x) ? x.Form : $"{x.Form} (not finite before)")], FirstTask(tensor));
        }

        return null;
    }

    private static bool AllFinite(Tensor x) => x.DType == DType.Int32 || Array.TrueForAll(x.ToDoubles(), double.IsFinite);

    private static int? FirstTask(Tensor x) => x.Tasks is null ? null : Array.FindIndex(x.ToDoubles(), v => !double.IsFinite(v)) / x.Size;
}
