namespace Metamorph.Learning;

/// <summary>A perceptron of several layers: linear maps with an activation between them. Parameters are <c>0/weight</c>, <c>0/bias</c>, <c>1/weight</c>, ...</summary>
/// <param name="Sizes">Features of x, of every hidden layer, and of y: at least two.</param>
public sealed record Mlp(params IReadOnlyList<int> Sizes) : Module
{
    /// <summary>Stands between the layers. The default value is <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Draws the weights. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <summary>The prefix of the last layer's parameters: what ANIL adapts.</summary>
    public string Head => $"{Sizes.Count - 2}";

    private Linear[] Layers => Sizes.Count >= 2
        ? [.. Sizes.Zip(Sizes.Skip(1), (inputs, outputs) => new Linear(inputs, outputs) { Weight = Weight })]
        : throw new ArgumentException($"an Mlp of {Sizes.Count} sizes. Expected at least the features of x and of y.");

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(Layers.Select((layer, i) => ($"{i}", layer.Init(key.Fold(i)))));

    /// <param name="x">[tasks; ..., n, Sizes[0]]</param>
    /// <returns>[tasks; ..., n, Sizes[^1]]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        for (int i = 0; i < Sizes.Count - 1; i++)
        {
            x = x.MatMul(parameters[$"{i}/weight"]) + parameters[$"{i}/bias"];
            if (i < Sizes.Count - 2) x = Activation.Function(x);
            context?.Observe?.Invoke($"{i}", x);
        }

        return x;
    }
}
