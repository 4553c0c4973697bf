namespace Metamorph.Learning;

/// <summary>
/// The network of the few-shot literature: four blocks of convolution with 64 filters, and a linear head. With a max-pool in each block:
/// Vinyals et al. 2016 (https://arxiv.org/abs/1606.04080, section 4), Snell et al. 2017; with a stride: Finn et al. 2017
/// (https://arxiv.org/abs/1703.03400, section 5.2) for Omniglot. Parameters are <c>0/conv/weight</c>, ..., <c>3/norm/shift</c>, <c>head/weight</c>, <c>head/bias</c>.
/// </summary>
/// <param name="Image">What an image is: [channels, height, width].</param>
/// <param name="Outputs">Features of y, such as the number of ways; null: no head, y are the features of the last block.</param>
public sealed record Conv4(Shape Image, int? Outputs) : Module
{
    /// <summary>The prefix of the head's parameters: what ANIL adapts.</summary>
    public const string Head = "head";

    /// <summary>Channels of every block. The default value is 64.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>The number of blocks. The default value is 4.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>How images become smaller. The default value is <see cref="Downsample.MaxPool"/>.</summary>
    public Downsample Downsample { get; init; } = Downsample.MaxPool;

    /// <summary>The norm for a number of channels. The default value is <see cref="BatchNorm"/>.</summary>
    public Func<int, Module> Norm { get; init; } = channels => new BatchNorm(channels);

    /// <summary>Whether the head sees the mean over space, as Finn et al. have it for Omniglot, and not all pixels. The default value is false.</summary>
    public bool MeanOverSpace { get; init; }

    /// <summary>
    /// Draws the head's weights. The default value is <see cref="Initializers.Glorot"/>. With <see cref="Initializers.Zeros"/> no class is favoured before the first
    /// inner step, which then moves every class's weights towards its own features (Ye and Chao 2022, https://arxiv.org/abs/2106.16245, on the order of labels).
    /// </summary>
    public Initializer HeadWeight { get; init; } = Initializers.Glorot;

    /// <summary>Features that the head sees: y where there is no head.</summary>
    public int Features
    {
        get
        {
            if (Image.Rank != 3) throw new ShapeException($"Conv4: an image is {Image}. Expected [channels, height, width].");
            int height = Image[1], width = Image[2];
            for (int i = 0; i < Blocks; i++) (height, width) = (Block(i).Halved(height), Block(i).Halved(width));
            return Filters * (MeanOverSpace ? 1 : height * width);
        }
    }

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Norm(Filters).BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        var parts = Enumerable.Range(0, Blocks).Select(i => ($"{i}", Block(i).Init(key.Fold(i))));
        return ParameterSet.Join(Outputs is int outputs ? parts.Append((Head, new Linear(Features, outputs) { Weight = HeadWeight }.Init(key.Fold(Blocks)))) : parts);
    }

    /// <param name="x">[tasks; n, channels, height, width]</param>
    /// <returns>[tasks; n, outputs]; without a head [tasks; n, features], in the order channel, row, column.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        for (int i = 0; i < Blocks; i++)
        {
            var part = context?.Part(i, $"{i}");
            x = Block(i).Apply(parameters.At($"{i}"), x, part);
            part?.Observe?.Invoke("", x);
        }

        var features = MeanOverSpace ? x.Mean([2, 3]) : x.Flatten(1);
        return Outputs is int outputs ? new Linear(features.Shape[1], outputs).Apply(parameters.At(Head), features) : features;
    }

    private ConvBlock Block(int index) => new(index == 0 ? Image[0] : Filters, Filters) { Downsample = Downsample, Norm = Norm };
}
