namespace Metamorph.Learning;

/// <summary>One iteration of meta-training, done.</summary>
/// <param name="Iteration">From 1.</param>
/// <param name="Losses">The tasks' meta-losses before the step: [tasks;].</param>
/// <param name="Meta">The meta-parameters after the step.</param>
/// <param name="Optimizer">The outer optimizer's state after the step.</param>
public sealed record MetaStep(int Iteration, Tensor Losses, ParameterSet Meta, ParameterSet Optimizer)
{
    /// <summary>Why this step ran as it is written and not from a recording, which is slower; null: it was recorded.</summary>
    public string? Unrecorded { get; init; }

    /// <summary>The mean of the losses.</summary>
    public double Loss => (double)Losses.MeanOverTasks();
}
