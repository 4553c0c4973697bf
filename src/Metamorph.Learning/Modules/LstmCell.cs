namespace Metamorph.Learning;

/// <summary>
/// Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000): c = f c + i g, h = o tanh(c), where the gates
/// i, f, o are sigmoids and g a hyperbolic tangent of x, h and a bias mapped linearly. Made of tensor operations, so that it can be differentiated any number of times.
/// </summary>
/// <param name="Inputs">Features of x.</param>
/// <param name="Hidden">Features of h, which is y.</param>
public sealed record LstmCell(int Inputs, int Hidden) : Cell
{
    /// <summary>Draws the weights. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <returns>input [inputs, 4 hidden], hidden [hidden, 4 hidden], bias [4 hidden] of 0; the gates in the order i, f, g, o.</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(
        ("input", Weight(key.Fold(0), [Inputs, 4 * Hidden], Inputs, Hidden)),
        ("hidden", Weight(key.Fold(1), [Hidden, 4 * Hidden], Hidden, Hidden)),
        ("bias", Tensor.Zeros([4 * Hidden])));

    /// <returns>hidden and cell of 0, each [tasks; rows, hidden]</returns>
    /// <inheritdoc/>
    public override ParameterSet Start(int rows, DType dtype, int? tasks) =>
        new(("hidden", Tensor.Zeros([rows, Hidden], dtype, tasks)), ("cell", Tensor.Zeros([rows, Hidden], dtype, tasks)));

    /// <inheritdoc/>
    public override (Tensor Y, ParameterSet State) Step(ParameterSet parameters, Tensor x, ParameterSet state)
    {
        var gates = x.MatMul(parameters["input"]) + state["hidden"].MatMul(parameters["hidden"]) + parameters["bias"];
        var cell = Gate(1).Sigmoid() * state["cell"] + Gate(0).Sigmoid() * Gate(2).Tanh();
        var hidden = Gate(3).Sigmoid() * cell.Tanh();
        return (hidden, state.With([hidden, cell]));

        Tensor Gate(int index) => gates.Slice(-1, index * Hidden, Hidden);
    }
}
