namespace Metamorph.Learning;

/// <summary>
/// A block of the few-shot literature's residual network: three 3 x 3 convolutions with padding 1, each with a norm and all but the last with a leaky
/// ReLU, added to a 1 x 1 convolution of x with a norm; then a leaky ReLU and a 2 x 2 max-pool (Oreshkin et al. 2018, https://arxiv.org/abs/1805.10123;
/// Lee et al. 2019, https://arxiv.org/abs/1904.03758). Convolutions have no bias, since the norms shift.
/// Parameters are <c>0/conv/weight</c>, <c>0/norm/...</c>, <c>1/...</c>, <c>2/...</c>, and those of the 1 x 1 convolution under <c>shortcut/...</c>.
/// </summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
public sealed record ResidualBlock(int Inputs, int Outputs) : Module
{
    private const string Shortcut = "shortcut";
    private const int Convolutions = 3;

    /// <summary>The norm for a number of channels. The default value is <see cref="BatchNorm"/>.</summary>
    public Func<int, Module> Norm { get; init; } = channels => new BatchNorm(channels);

    /// <summary>Draws the weights. The default value is <see cref="Initializers.He"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.He;

    /// <summary>What leaky ReLUs multiply negative numbers by. The default value is 0.1.</summary>
    public double Slope { get; init; } = 0.1;

    private (string Name, Conv2d Conv)[] Parts =>
    [
        .. Enumerable.Range(0, Convolutions).Select(i => ($"{i}", Conv(i == 0 ? Inputs : Outputs, 3))),
        (Shortcut, Conv(Inputs, 1)),
    ];

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Norm(Outputs).BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(Parts.SelectMany((part, i) => new[]
    {
        ($"{part.Name}/conv", part.Conv.Init(key.Fold(2 * i))), ($"{part.Name}/norm", Norm(Outputs).Init(key.Fold(2 * i + 1))),
    }));

    /// <param name="x">[tasks; n, inputs, height, width]</param>
    /// <returns>[tasks; n, outputs, half the height, half the width], rounded down.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var parts = Parts;
        var y = x;
        for (int i = 0; i < Convolutions; i++)
        {
            y = Normed(i, y);
            if (i < Convolutions - 1) y = y.LeakyRelu(Slope);
        }

        return (y + Normed(Convolutions, x)).LeakyRelu(Slope).MaxPool2d(2);

        Tensor Normed(int index, Tensor input)
        {
            var (name, conv) = parts[index];
            var (own, part) = (parameters.At(name), context?.Part(index, name));
            return Norm(Outputs).Apply(own.AtOrEmpty("norm"), conv.Apply(own.At("conv"), input), part?.Part(1, "norm"));
        }
    }

    private Conv2d Conv(int inputs, int kernel) => new(inputs, Outputs, kernel) { Padding = kernel / 2, Bias = false, Weight = Weight };
}
