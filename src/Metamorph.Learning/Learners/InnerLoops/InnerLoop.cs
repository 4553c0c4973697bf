namespace Metamorph.Learning;

/// <summary>
/// The inner loop, written once: from a loss at each step, a rule and a start to parameters after some numbers of steps. How it is
/// differentiated is its type: all types give the same parameters, and those that are exact the same meta-gradient to rounding.
/// </summary>
public abstract record InnerLoop
{
    /// <summary>Whether its derivative is that of the loop.</summary>
    public virtual bool Exact => true;

    /// <summary>Runs the loop.</summary>
    /// <param name="loss">(parameters, step from 0) to one number per task, [tasks;].</param>
    /// <param name="rule">What turns gradients into updates.</param>
    /// <param name="start">The parameters before the first step, with the tasks of the loss.</param>
    /// <param name="at">After which numbers of steps the parameters are asked for, ascending; 0 is the start.</param>
    /// <returns>A set for each of <paramref name="at"/>.</returns>
    public IReadOnlyList<ParameterSet> Run(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(rule);
        for (int i = 0; i < at.Count; i++)
            if (at[i] < 0 || (i > 0 && at[i] <= at[i - 1]))
                throw new ArgumentException($"parameters were asked for after [{string.Join(", ", at)}] steps. Expected numbers from 0 on, ascending.");
        return at.Count == 0 ? [] : Pass(loss, rule, start, at);
    }

    /// <summary>Runs the loop and hands out all that it passes through.</summary>
    /// <param name="loss">(parameters, step from 0) to one number per task, [tasks;].</param>
    /// <param name="rule">What turns gradients into updates.</param>
    /// <param name="start">The parameters before the first step, with the tasks of the loss.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>The parameters after 0, 1, ..., <paramref name="steps"/> steps.</returns>
    public IReadOnlyList<ParameterSet> Run(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, int steps) =>
        Run(loss, rule, start, [.. Enumerable.Range(0, steps + 1)]);

    /// <summary>Runs the loop; <paramref name="at"/> is ascending and not empty.</summary>
    /// <inheritdoc cref="Run(Func{ParameterSet, int, Tensor}, Optimizer, ParameterSet, IReadOnlyList{int})"/>
    protected abstract IReadOnlyList<ParameterSet> Pass(Func<ParameterSet, int, Tensor> loss, Optimizer rule, ParameterSet start, IReadOnlyList<int> at);

    /// <summary>The gradient that an inner step goes by.</summary>
    private protected virtual ParameterSet GradientAt(Func<ParameterSet, int, Tensor> loss, ParameterSet parameters, int step) =>
        Gradient.Of(p => loss(p, step), parameters);
}
