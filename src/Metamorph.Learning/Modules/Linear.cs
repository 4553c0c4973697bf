namespace Metamorph.Learning;

/// <summary>y = x W + b.</summary>
/// <param name="Inputs">Features of x.</param>
/// <param name="Outputs">Features of y.</param>
public sealed record Linear(int Inputs, int Outputs) : Module
{
    /// <summary>Draws the weight; the bias starts at 0. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <summary>Whether there is a bias. The default value is true.</summary>
    public bool Bias { get; init; } = true;

    /// <returns>weight [inputs, outputs], bias [outputs]</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key)
    {
        var weight = ("weight", Weight(key, [Inputs, Outputs], Inputs, Outputs));
        return Bias ? new(weight, ("bias", Tensor.Zeros([Outputs]))) : new(weight);
    }

    /// <param name="x">[tasks; ..., n, inputs]</param>
    /// <returns>[tasks; ..., n, outputs]</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        var y = x.MatMul(parameters["weight"]);
        return Bias ? y + parameters["bias"] : y;
    }
}
