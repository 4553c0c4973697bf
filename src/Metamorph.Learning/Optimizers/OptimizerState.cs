namespace Metamorph.Learning;

/// <summary>The parts of an optimizer's state: the number of steps done, and moments of the parameters' form.</summary>
internal static class OptimizerState
{
    private const string StepName = "step";

    /// <summary>The state before the first step: 0 steps, and moments of one value.</summary>
    internal static ParameterSet Start(ParameterSet parameters, double value, params string[] moments) =>
        Of(0.0, [.. moments.Select(m => (m, parameters.Map(p => Tensor.Full(value, p.Shape, p.DType, p.Tasks))))]);

    /// <summary>The number of steps done: [], weak.</summary>
    internal static Tensor Step(ParameterSet state) => state[StepName];

    /// <summary>The state after one step more.</summary>
    internal static ParameterSet Next(ParameterSet state, params ParameterSet[] moments) =>
        state.With([Step(state) + 1.0, .. moments.SelectMany(m => m.Tensors)]);

    private static ParameterSet Of(Tensor step, (string Prefix, ParameterSet Part)[] moments) =>
        new(ParameterSet.Join(moments).AsEnumerable().Prepend((StepName, step)));
}
