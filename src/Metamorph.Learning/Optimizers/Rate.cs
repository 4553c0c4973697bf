namespace Metamorph.Learning;

/// <summary>
/// A learning rate: a number, a tensor (one for all, or [tasks;]), a set with a rate for every entry, or a schedule. Whatever is a
/// tensor may be learned.
/// </summary>
public readonly struct Rate
{
    private readonly Func<Tensor, ParameterSet, ParameterSet> scale;

    private Rate(Func<Tensor, ParameterSet, ParameterSet> scale) => this.scale = scale;

    /// <summary>One number.</summary>
    /// <param name="value">The rate.</param>
    public static implicit operator Rate(double value) => Of((Tensor)value);

    /// <summary>One number for all parameters, [] or [tasks;].</summary>
    /// <param name="value">The rate.</param>
    public static implicit operator Rate(Tensor value) => Of(value);

    /// <summary>A rate for every parameter or entry, by name.</summary>
    /// <param name="values">Tensors that broadcast with the parameters of the same names.</param>
    public static implicit operator Rate(ParameterSet values) => Of(_ => values);

    /// <summary>A rate that depends on the step.</summary>
    /// <param name="schedule">The schedule.</param>
    public static implicit operator Rate(Schedule schedule) => new((step, update) => schedule(step) * update);

    /// <summary>One number for all parameters.</summary>
    /// <param name="value">[] or [tasks;]</param>
    /// <returns>The rate.</returns>
    public static Rate Of(Tensor value) => new((_, update) => value * update);

    /// <summary>Rates by name that depend on the step.</summary>
    /// <param name="values">From the number of steps done before, [] and weak, to tensors that broadcast with the parameters of the same names.</param>
    /// <returns>The rate.</returns>
    public static Rate Of(Func<Tensor, ParameterSet> values) => new((step, update) => values(step) * update);

    /// <summary>The rate times an update.</summary>
    internal ParameterSet Times(ParameterSet update, Tensor step) => scale is null
        ? throw new ArgumentException("a learning rate was not given. Expected a number, a tensor, a set of parameters or a schedule.")
        : scale(step, update);
}
