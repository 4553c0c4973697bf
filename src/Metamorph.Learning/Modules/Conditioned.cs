namespace Metamorph.Learning;

/// <summary>A module that sees a vector beside the features of x, the same for every row: y = module([x, vector]). Its parameters: <c>vector</c>, and those of the module under <c>module/</c>.</summary>
/// <param name="Module">The module; its inputs are the features of x and then the vector.</param>
/// <param name="Size">Numbers in the vector.</param>
public sealed record Conditioned(Module Module, int Size) : Module
{
    /// <summary>The name of the vector.</summary>
    internal const string Vector = "vector";

    private const string Inner = "module";

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Module.BatchNormKind;

    /// <returns>vector [size], zeros; and those of the module</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) =>
        new([(Vector, Tensor.Zeros([Size >= 0 ? Size : throw new ArgumentException($"a vector of {Size} numbers beside x. Expected at least 0.")])), .. ParameterSet.Join((Inner, Module.Init(key)))]);

    /// <param name="x">[tasks; ..., n, features]</param>
    /// <returns>[tasks; ..., n, outputs]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (x.Rank == 0) throw new ShapeException($"a vector beside x: x is {x.Form}. Expected [..., n, features].");
        var rows = parameters[Vector].BroadcastTo([.. x.Shape.ToArray()[..^1], Size]);
        return Module.Apply(parameters.AtOrEmpty(Inner), Tensor.Concatenate([x, rows], x.Rank - 1), context);
    }
}
