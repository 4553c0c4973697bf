namespace Metamorph.Learning;

/// <summary>The mean of every channel over space: images of any size become vectors.</summary>
public sealed record GlobalAveragePool : Module
{
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <param name="x">[tasks; n, channels, height, width], or any number of axes of space.</param>
    /// <returns>[tasks; n, channels]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => x.Rank > 2
        ? x.Mean(Axes.Of([.. Enumerable.Range(2, x.Rank - 2)]))
        : throw new ShapeException($"GlobalAveragePool: the input is {x.Form}. Expected axes of space behind [n, channels, ...].");
}
