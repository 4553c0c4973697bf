namespace Metamorph.Learning;

/// <summary>A learned vector for each of a number of things.</summary>
/// <param name="Count">How many things.</param>
/// <param name="Size">Features of a vector.</param>
public sealed record Embedding(int Count, int Size) : Module
{
    /// <summary>Draws the table. The default value is normal with deviation 1.</summary>
    public Initializer Table { get; init; } = Initializers.Normal(1);

    /// <returns>table [count, size]</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("table", Table(key, [Count, Size], Count, Size)));

    /// <param name="x">Int32 [tasks; ...]: which thing, 0 to count - 1.</param>
    /// <returns>[tasks; ..., size]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => parameters["table"].Take(x);
}
