namespace Metamorph.Learning;

/// <summary>A function without parameters.</summary>
/// <param name="Name">What summaries call it.</param>
/// <param name="Function">The function.</param>
public sealed record Activation(string Name, Func<Tensor, Tensor> Function) : Module
{
    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = new("relu", x => x.Relu());

    /// <summary>x where positive, else x / 100.</summary>
    public static Activation LeakyRelu { get; } = new("leaky-relu", x => x.LeakyRelu());

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new("tanh", x => x.Tanh());

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", x => x.Sigmoid());

    /// <summary>log(1 + exp(x)).</summary>
    public static Activation Softplus { get; } = new("softplus", x => x.Softplus());

    /// <summary>x times the standard normal distribution function.</summary>
    public static Activation Gelu { get; } = new("gelu", x => x.Gelu());

    /// <summary>The activations that can be asked for by name.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Relu, LeakyRelu, Tanh, Sigmoid, Softplus, Gelu];

    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null) => Function(x);
}
