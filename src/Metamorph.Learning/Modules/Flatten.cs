namespace Metamorph.Learning;

/// <summary>Every example as one vector: images in the order channel, row, column.</summary>
public sealed record Flatten : Module
{
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <param name="x">[tasks; n, ...]</param>
    /// <returns>[tasks; n, features]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => x.Rank > 1
        ? x.Flatten(1)
        : throw new ShapeException($"Flatten: the input is {x.Form}. Expected axes behind [n, ...].");
}
