namespace Metamorph.Learning;

/// <summary>One step of an optimizer: what is to be added to the parameters, and the state for the next step.</summary>
/// <param name="gradient">Of the parameters' names; with tasks where they have tasks.</param>
/// <param name="state">From <see cref="Optimizer.Init"/> or the step before.</param>
/// <param name="parameters">Where the gradient was taken.</param>
/// <returns>Updates of the parameters' names, and a state of the same structure.</returns>
public delegate (ParameterSet Updates, ParameterSet State) UpdateRule(ParameterSet gradient, ParameterSet state, ParameterSet parameters);

/// <summary>
/// A mapping (gradient, state, parameters) to (updates, state). Both functions are pure, and made of tensor operations alone, so an
/// optimizer can be an inner rule that is differentiated, its rates and decays too. Everything that it remembers, the number of
/// steps as well, is in the state.
/// </summary>
/// <param name="Init">The state before the first step.</param>
/// <param name="Update">One step.</param>
public sealed record Optimizer(Func<ParameterSet, ParameterSet> Init, UpdateRule Update)
{
    /// <summary>Parameters and state after one step.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="state">The state before.</param>
    /// <param name="parameters">The parameters before.</param>
    /// <returns>Both after the step.</returns>
    public (ParameterSet Parameters, ParameterSet State) Step(ParameterSet gradient, ParameterSet state, ParameterSet parameters)
    {
        var (updates, next) = Update(gradient, state, parameters);
        return (parameters + updates, next);
    }
}
