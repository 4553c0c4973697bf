namespace Metamorph.Learning;

/// <summary>
/// A small transformer for texts: vectors of words and of their places added up, blocks of attention between the words (<see cref="TransformerBlock"/>), a norm, and the
/// mean of the places by <see cref="AttentionPooling"/>. It sees the order of words, which <see cref="HashedTextEncoder"/> does not. Token 0 is padding, and is not
/// looked at. Parameters are <c>table</c>, <c>place</c>, <c>0/...</c>, <c>1/...</c>, <c>norm/...</c>, <c>pooling/query</c>, <c>head/weight</c>, <c>head/bias</c>.
/// </summary>
/// <param name="Buckets">Rows of the table: tokens are 0 to buckets - 1.</param>
/// <param name="Length">Places of a text.</param>
/// <param name="Width">Features of a word's vector, and of y without a head.</param>
/// <param name="Outputs">Features of y, such as the number of ways; null: no head, y is the text's vector.</param>
public sealed record TextTransformer(int Buckets = 8192, int Length = 32, int Width = 64, int? Outputs = null) : Module
{
    /// <summary>The prefix of the head's parameters: what ANIL adapts.</summary>
    public const string Head = "head";

    /// <summary>The number of blocks. The default value is 2.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>The number of heads of attention, a divisor of the width. The default value is 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>The rate of dropout in the blocks. The default value is 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Draws the head's weights, as <see cref="Conv4.HeadWeight"/>. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer HeadWeight { get; init; } = Initializers.Glorot;

    private Embedding Table => new(Buckets, Width);

    // Smaller than words are: where a word stands says less than what it is.
    private Embedding Place => new(Length, Width) { Table = Initializers.Normal(0.1) };

    private TransformerBlock Block => new(Width, Heads) { Dropout = Dropout, Hidden = 2 * Width };

    private LayerNorm Norm => new(Width);

    private AttentionPooling Pooling => new(Width);

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        List<(string, Tensor)> parameters = [("table", Table.Init(key.Fold(0))["table"]), ("place", Place.Init(key.Fold(1))["table"])];
        for (int i = 0; i < Blocks; i++) Add($"{i}", Block.Init(key.Fold(2).Fold(i)));
        Add("norm", Norm.Init(key.Fold(3)));
        Add("pooling", Pooling.Init(key.Fold(4)));
        if (Outputs is int outputs) Add(Head, new Linear(Width, outputs) { Weight = HeadWeight }.Init(key.Fold(5)));
        return new(parameters);

        void Add(string name, ParameterSet part) => parameters.AddRange(part.Select(p => ($"{name}/{p.Name}", p.Value)));
    }

    /// <param name="x">Int32 [tasks; n, length]: tokens, 0 where there is none.</param>
    /// <returns>[tasks; n, outputs]; without a head [tasks; n, width], and 0 for a text without tokens.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (x.Rank != 2 || x.Shape[1] != Length) throw new ShapeException($"TextTransformer: the input is {x.Form}. Expected rows of {Length} tokens, [n, {Length}].");
        var vectors = parameters["table"].Take(x) + parameters["place"];
        context = (context ?? new()) with { Mask = x.NotEqualTo(0).Cast(vectors.DType) };
        for (int i = 0; i < Blocks; i++)
        {
            var part = context.Part(i, $"{i}");
            vectors = Block.Apply(parameters.At($"{i}"), vectors, part);
            part.Observe?.Invoke("", vectors);
        }

        var y = Pooling.Apply(parameters.At("pooling"), Norm.Apply(parameters.At("norm"), vectors), context);
        return Outputs is int outputs ? new Linear(Width, outputs).Apply(parameters.At(Head), y) : y;
    }
}
