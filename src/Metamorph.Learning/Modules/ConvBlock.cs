namespace Metamorph.Learning;

/// <summary>A block of the few-shot literature: a 3 x 3 convolution, a norm, ReLU, and half the size. Parameters are <c>conv/...</c> and <c>norm/...</c>.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
public sealed record ConvBlock(int Inputs, int Outputs) : Module
{
    /// <summary>How images become smaller: by a stride, to half rounded up, or by a max-pool, to half rounded down; or not at all. The default value is <see cref="Downsample.MaxPool"/>.</summary>
    public Downsample Downsample { get; init; } = Downsample.MaxPool;

    /// <summary>The norm for a number of channels. The default value is <see cref="BatchNorm"/>.</summary>
    public Func<int, Module> Norm { get; init; } = channels => new BatchNorm(channels);

    /// <summary>Zeros around every image. The default value is 1, which keeps the size that is then halved.</summary>
    public int Padding { get; init; } = 1;

    private Conv2d Conv => new(Inputs, Outputs, 3) { Stride = Downsample == Downsample.Stride ? 2 : 1, Padding = Padding };

    /// <summary>The size of an axis of y.</summary>
    /// <param name="pixels">The size of that axis of x.</param>
    /// <returns>With a padding of 1 half of it, or all of it where images do not become smaller.</returns>
    public int Halved(int pixels)
    {
        int convolved = pixels + 2 * Padding - 2;
        return Downsample switch { Downsample.Stride => (convolved + 1) / 2, Downsample.MaxPool => convolved / 2, _ => convolved };
    }

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Norm(Outputs).BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(("conv", Conv.Init(key.Fold(0))), ("norm", Norm(Outputs).Init(key.Fold(1))));

    /// <param name="x">[tasks; n, inputs, height, width]</param>
    /// <returns>[tasks; n, outputs, height, width], of the sizes that <see cref="Halved"/> says</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var y = Conv.Apply(parameters.At("conv"), x, context?.Part(0, "conv"));
        y = Norm(Outputs).Apply(parameters.AtOrEmpty("norm"), y, context?.Part(1, "norm")).Relu();
        return Downsample == Downsample.MaxPool ? y.MaxPool2d(2) : y;
    }
}
