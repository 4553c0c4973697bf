namespace Metamorph.Learning;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014, https://arxiv.org/abs/1406.1078), in the variant of PyTorch's GRUCell: the reset gate multiplies
/// what the state has been mapped to, bias and all, and not the state before it is mapped, so that one product serves all gates. With the sigmoids
/// r = s(x W_r + h U_r + b_r) and z = s(x W_z + h U_z + b_z), and the candidate n = tanh(x W_n + b_n + r (h U_n + c)), the state becomes h' = (1 - z) n + z h.
/// PyTorch has two biases in each gate, of which only the sum matters: here they are one.
/// </summary>
/// <param name="Inputs">Features of x.</param>
/// <param name="Hidden">Features of h, which is y.</param>
public sealed record GruCell(int Inputs, int Hidden) : Cell
{
    /// <summary>Draws the weights. The default value is <see cref="Initializers.Glorot"/>.</summary>
    public Initializer Weight { get; init; } = Initializers.Glorot;

    /// <returns>input [inputs, 3 hidden], hidden [hidden, 3 hidden], bias [3 hidden] of 0, in the order r, z, n; and hidden-bias [hidden] of 0, the c inside the reset gate.</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(
        ("input", Weight(key.Fold(0), [Inputs, 3 * Hidden], Inputs, Hidden)),
        ("hidden", Weight(key.Fold(1), [Hidden, 3 * Hidden], Hidden, Hidden)),
        ("bias", Tensor.Zeros([3 * Hidden])),
        ("hidden-bias", Tensor.Zeros([Hidden])));

    /// <returns>hidden of 0, [tasks; rows, hidden]</returns>
    /// <inheritdoc/>
    public override ParameterSet Start(int rows, DType dtype, int? tasks) => new(("hidden", Tensor.Zeros([rows, Hidden], dtype, tasks)));

    /// <inheritdoc/>
    public override (Tensor Y, ParameterSet State) Step(ParameterSet parameters, Tensor x, ParameterSet state)
    {
        var of = x.MatMul(parameters["input"]) + parameters["bias"];
        var (h, mapped) = (state["hidden"], state["hidden"].MatMul(parameters["hidden"]));
        var gates = (of.Slice(-1, 0, 2 * Hidden) + mapped.Slice(-1, 0, 2 * Hidden)).Sigmoid();
        var (reset, update) = (gates.Slice(-1, 0, Hidden), gates.Slice(-1, Hidden, Hidden));
        var candidate = (of.Slice(-1, 2 * Hidden, Hidden) + reset * (mapped.Slice(-1, 2 * Hidden, Hidden) + parameters["hidden-bias"])).Tanh();

        // (1 - z) n + z h
        var hidden = candidate + update * (h - candidate);
        return (hidden, state.With([hidden]));
    }
}
