namespace Metamorph.Learning;

/// <summary>A block of the few-shot literature: a 3 x 3 convolution with padding 1, a norm, ReLU, and half the size. Parameters are <c>conv/...</c> and <c>norm/...</c>.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
public sealed record ConvBlock(int Inputs, int Outputs) : Module
{
    /// <summary>How images become smaller: by a stride, to half rounded up, or by a max-pool, to half rounded down. The default value is <see cref="Downsample.MaxPool"/>.</summary>
    public Downsample Downsample { get; init; } = Downsample.MaxPool;

    /// <summary>The norm for a number of channels. The default value is <see cref="BatchNorm"/>.</summary>
    public Func<int, Module> Norm { get; init; } = channels => new BatchNorm(channels);

    private Conv2d Conv => new(Inputs, Outputs, 3) { Stride = Downsample == Downsample.Stride ? 2 : 1, Padding = 1 };

    /// <summary>The size of an axis of y.</summary>
    /// <param name="pixels">The size of that axis of x.</param>
    /// <returns>Half of it.</returns>
    public int Halved(int pixels) => Downsample == Downsample.Stride ? (pixels + 1) / 2 : pixels / 2;

    /// <inheritdoc/>
    public override BatchNormKind BatchNormKind => Norm(Outputs).BatchNormKind;

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Join(("conv", Conv.Init(key.Fold(0))), ("norm", Norm(Outputs).Init(key.Fold(1))));

    /// <param name="x">[tasks; n, inputs, height, width]</param>
    /// <returns>[tasks; n, outputs, half the height, half the width]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var y = Conv.Apply(parameters.At("conv"), x, context?.Part(0, "conv"));
        y = Norm(Outputs).Apply(parameters.AtOrEmpty("norm"), y, context?.Part(1, "norm")).Relu();
        return Downsample == Downsample.MaxPool ? y.MaxPool2d(2) : y;
    }
}
