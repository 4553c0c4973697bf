namespace Metamorph.Learning;

/// <summary>A two-dimensional convolution of images, as <see cref="Tensor.Conv2d"/>, with a bias for every output channel.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
/// <param name="Kernel">The size of the kernel.</param>
public sealed record Conv2d(int Inputs, int Outputs, Extent Kernel) : Module
{
    /// <summary>How far the kernel moves. The default value is 1.</summary>
    public Extent Stride { get; init; } = 1;

    /// <summary>Zeros around every image. The default value is 0; half of an odd kernel keeps the size.</summary>
    public Extent Padding { get; init; }

    /// <summary>How far one tap is from the next. The default value is 1.</summary>
    public Extent Dilation { get; init; } = 1;

    /// <summary>Parts into which the channels are divided. The default value is 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Draws the weight, taps and inputs first and outputs last; the bias starts at 0. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <summary>Whether there is a bias. The default value is true.</summary>
    public bool Bias { get; init; } = true;

    /// <returns>weight [outputs, inputs / groups, kernel height, kernel width], bias [outputs]</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        int taps = Kernel.Height * Kernel.Width;
        var drawn = Weight(key, [Kernel.Height, Kernel.Width, Inputs / Groups, Outputs], taps * Inputs / Groups, taps * Outputs / Groups);
        var weight = ("weight", drawn.Permute(3, 2, 0, 1));
        return Bias ? new(weight, ("bias", Tensor.Zeros([Outputs]))) : new(weight);
    }

    /// <param name="x">[tasks; n, inputs, height, width]</param>
    /// <returns>[tasks; n, outputs, places down, places across]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var y = x.Conv2d(parameters["weight"], Stride, Padding, Dilation, Groups);
        return Bias ? y + parameters["bias"].Reshape([Outputs, 1, 1]) : y;
    }
}
