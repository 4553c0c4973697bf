namespace Metamorph.Learning;

/// <summary>
/// The residual network of the few-shot literature: four blocks of three convolutions, and the mean over space (Oreshkin et al. 2018,
/// https://arxiv.org/abs/1805.10123, with 64, 128, 256 and 512 channels; Lee et al. 2019, https://arxiv.org/abs/1904.03758, with 64, 160, 320 and 640).
/// Deviations from Lee et al.: the head sees the mean over space (they give it all pixels: <see cref="MeanOverSpace"/> false); noise is off unless
/// <see cref="Dropout"/> is given, and drops single pixels of channels where their last two blocks drop squares ("DropBlock") at a rate that grows in training;
/// weights are drawn by the numbers that flow in, theirs by those that flow out, which differs by a factor that the norms take off again.
/// Parameters are <c>0/0/conv/weight</c>, ..., <c>3/shortcut/norm/shift</c>, <c>head/weight</c>, <c>head/bias</c>.
/// </summary>
/// <param name="Outputs">Features of y, such as the number of ways; null: no head, y are the features of the last block.</param>
public sealed record ResNet12(int? Outputs) : Module
{
    /// <summary>The prefix of the head's parameters: what ANIL adapts.</summary>
    public const string Head = "head";

    /// <summary>What an image is: [channels, height, width]. The default value is [3, 84, 84], as in mini-ImageNet.</summary>
    public Shape Image { get; init; } = [3, 84, 84];

    /// <summary>Channels of every block. The default value is 64, 160, 320, 640.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [64, 160, 320, 640];

    /// <summary>The norm for a number of channels. The default value is <see cref="BatchNorm"/>.</summary>
    public Func<int, Module> Norm { get; init; } = channels => new BatchNorm(channels);

    /// <summary>Whether head or features are of the mean over space, and not of all pixels. The default value is true.</summary>
    public bool MeanOverSpace { get; init; } = true;

    /// <summary>The rate of <see cref="Learning.Dropout"/> behind every block; Lee et al. have 0.1. The default value is 0.</summary>
    public double Dropout { get; init; }

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Widths.Select(w => Norm(w).BatchNormKind).DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        int features = Features;
        var parts = Enumerable.Range(0, Widths.Count).Select(i => ($"{i}", Block(i).Init(key.Fold(i))));
        return ParameterSet.Join(Outputs is int outputs ? parts.Append((Head, new Linear(features, outputs).Init(key.Fold(Widths.Count)))) : parts);
    }

    /// <param name="x">[tasks; n, channels, height, width]</param>
    /// <returns>[tasks; n, outputs]; without a head [tasks; n, features], pixels in the order channel, row, column.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        for (int i = 0; i < Widths.Count; i++)
        {
            var part = context?.Part(i, $"{i}");
            x = new Dropout(Dropout).Apply(ParameterSet.Empty, Block(i).Apply(parameters.At($"{i}"), x, part), part);
            part?.Observe?.Invoke("", x);
        }

        var features = MeanOverSpace ? x.Mean([2, 3]) : x.Flatten(1);
        return Outputs is int outputs ? new Linear(features.Shape[1], outputs).Apply(parameters.At(Head), features) : features;
    }

    /// <summary>Features that the head sees.</summary>
    private int Features
    {
        get
        {
            if (Image.Rank != 3 || Widths.Count == 0) throw new ShapeException($"ResNet12: an image is {Image}, of {Widths.Count} blocks. Expected [channels, height, width] and at least one block.");
            int least = 1 << Widths.Count, height = Image[1] / least, width = Image[2] / least;
            return height > 0 && width > 0 ? Widths[^1] * (MeanOverSpace ? 1 : height * width)
                : throw new ShapeException($"ResNet12: an image of {Image[1]} by {Image[2]} pixels is none after {Widths.Count} halvings. Expected at least {least} by {least}: give fewer Widths, or larger images.");
        }
    }

    private ResidualBlock Block(int index) => new(index == 0 ? Image[0] : Widths[index - 1], Widths[index]) { Norm = Norm };
}
