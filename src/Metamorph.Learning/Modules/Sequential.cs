namespace Metamorph.Learning;

/// <summary>Modules one after another. Their parameters are named by their place: <c>0/weight</c>.</summary>
/// <param name="Layers">The modules, first to last.</param>
public sealed record Sequential(params IReadOnlyList<Module> Layers) : Module
{
    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Layers.Select(l => l.BatchNormKind).DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(Layers.Select((layer, i) => ($"{i}", layer.Init(key.Fold(i)))));

    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            string name = $"{i}";
            var inner = context?.Part(i, name);
            x = Layers[i].Apply(parameters.AtOrEmpty(name), x, inner);
            inner?.Observe?.Invoke("", x);
        }

        return x;
    }
}
