namespace Metamorph.Learning;

/// <summary>
/// A block of a transformer with its norms before each part (Xiong et al. 2020, https://arxiv.org/abs/2002.04745): x + attention(norm(x)), and of that y,
/// y + mlp(norm(y)), the perceptron with one hidden layer and GELU. Nothing is normed at the end: a stack of blocks is followed by a <see cref="LayerNorm"/>.
/// Which places count is said as to <see cref="MultiHeadAttention"/>. Parameters are <c>attention-norm/...</c>, <c>attention/...</c>, <c>mlp-norm/...</c>, <c>mlp/0/...</c>, <c>mlp/1/...</c>.
/// </summary>
/// <param name="Width">Features of x and y.</param>
/// <param name="Heads">The number of heads of attention, a divisor of the width.</param>
public sealed record TransformerBlock(int Width, int Heads) : Module
{
    /// <summary>Features of the perceptron's hidden layer; null, the default: 4 times the width (Vaswani et al. 2017, section 3.3).</summary>
    public int? Hidden { get; init; }

    /// <summary>Whether a place sees itself and those before it alone. The default value is false.</summary>
    public bool Causal { get; init; }

    /// <summary>The rate of <see cref="Learning.Dropout"/> of what each part adds (Vaswani et al. 2017, section 5.4). The default value is 0.</summary>
    public double Dropout { get; init; }

    private LayerNorm Norm => new(Width);

    private MultiHeadAttention Attention => new(Width, Heads) { Causal = Causal };

    private Mlp Mlp => new(Width, Hidden ?? 4 * Width, Width) { Activation = Activation.Gelu };

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(
        ("attention-norm", Norm.Init(key.Fold(0))), ("attention", Attention.Init(key.Fold(1))), ("mlp-norm", Norm.Init(key.Fold(2))), ("mlp", Mlp.Init(key.Fold(3))));

    /// <param name="x">[tasks; length, width], or [tasks; n, length, width]</param>
    /// <returns>The shape of x.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var normed = Norm.Apply(parameters.At("attention-norm"), x);
        x += Dropped(Attention.Apply(parameters.At("attention"), normed, context?.Part(1, "attention")), 4, "attention");

        // As one matrix of rows: its gradient is one product, and not a sum of one for each sequence.
        var rows = Norm.Apply(parameters.At("mlp-norm"), x).Reshape([x.Size / Width, Width]);
        return x + Dropped(Mlp.Apply(parameters.At("mlp"), rows, context?.Part(3, "mlp")).Reshape(x.Shape), 5, "mlp");

        Tensor Dropped(Tensor y, int index, string name)
        {
            var part = context?.Part(index, name);
            part?.Observe?.Invoke("", y);
            return new Dropout(Dropout).Apply(ParameterSet.Empty, y, part);
        }
    }
}
