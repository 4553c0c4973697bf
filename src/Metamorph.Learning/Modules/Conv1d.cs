namespace Metamorph.Learning;

/// <summary>A one-dimensional convolution of sequences, as <see cref="Tensor.Conv1d"/>, with a bias for every output channel.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
/// <param name="Kernel">The size of the kernel.</param>
public sealed record Conv1d(int Inputs, int Outputs, int Kernel) : Module
{
    /// <summary>How far the kernel moves. The default value is 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros at both ends of every sequence. The default value is 0.</summary>
    public int Padding { get; init; }

    /// <summary>How far one tap is from the next. The default value is 1.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Parts into which the channels are divided. The default value is 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Draws the weight, taps and inputs first and outputs last; the bias starts at 0. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <summary>Whether there is a bias. The default value is true.</summary>
    public bool Bias { get; init; } = true;

    /// <returns>weight [outputs, inputs / groups, kernel], bias [outputs]</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        var drawn = Weight(key, [Kernel, Inputs / Groups, Outputs], Kernel * Inputs / Groups, Kernel * Outputs / Groups);
        var weight = ("weight", drawn.Permute(2, 1, 0));
        return Bias ? new(weight, ("bias", Tensor.Zeros([Outputs]))) : new(weight);
    }

    /// <param name="x">[tasks; n, inputs, length]</param>
    /// <returns>[tasks; n, outputs, places]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var y = x.Conv1d(parameters["weight"], Stride, Padding, Dilation, Groups);
        return Bias ? y + parameters["bias"].Reshape([Outputs, 1]) : y;
    }
}
