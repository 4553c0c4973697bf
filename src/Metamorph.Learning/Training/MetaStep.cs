namespace Metamorph.Learning;

/// <summary>
/// One iteration of meta-training, done. The next iterations use the same memory again: parameters and state are copied when they are asked for, so what was asked
/// for in time stands, and a loop that does not ask allocates next to nothing.
/// </summary>
public sealed class MetaStep
{
    private readonly ParameterSet meta;
    private readonly ParameterSet optimizer;
    private readonly bool isView;
    private ParameterSet? metaCopy;
    private ParameterSet? optimizerCopy;

    /// <summary>A step.</summary>
    /// <param name="iteration">From 1.</param>
    /// <param name="losses">The tasks' meta-losses before the step: [tasks;].</param>
    /// <param name="meta">The meta-parameters after the step.</param>
    /// <param name="optimizer">The outer optimizer's state after the step.</param>
    public MetaStep(int iteration, Tensor losses, ParameterSet meta, ParameterSet optimizer)
        : this(iteration, losses, meta, optimizer, isView: false)
    {
    }

    /// <summary>A step whose parameters and state lie in memory that will be used again.</summary>
    internal MetaStep(int iteration, Tensor losses, ParameterSet meta, ParameterSet optimizer, bool isView) =>
        (Iteration, Losses, this.meta, this.optimizer, this.isView) = (iteration, losses, meta, optimizer, isView);

    /// <summary>From 1.</summary>
    public int Iteration { get; }

    /// <summary>The tasks' meta-losses before the step: [tasks;].</summary>
    public Tensor Losses { get; }

    /// <summary>The meta-parameters after the step.</summary>
    /// <exception cref="InvalidOperationException">It is asked for the first time when two steps have been taken since.</exception>
    public ParameterSet Meta => isView ? metaCopy ??= meta.Map(x => x.Copy()) : meta;

    /// <summary>The outer optimizer's state after the step.</summary>
    /// <exception cref="InvalidOperationException">It is asked for the first time when two steps have been taken since.</exception>
    public ParameterSet Optimizer => isView ? optimizerCopy ??= optimizer.Map(x => x.Copy()) : optimizer;

    /// <summary>Why this step ran as it is written and not from a recording, which is slower; null: it was recorded.</summary>
    public string? Unrecorded { get; init; }

    /// <summary>The mean of the losses.</summary>
    public double Loss => (double)Losses.MeanOverTasks();

    /// <summary>This step with its parameters and state in memory of their own: to be kept while training goes on.</summary>
    /// <returns>This step.</returns>
    /// <exception cref="InvalidOperationException">Two steps have been taken since.</exception>
    public MetaStep Kept()
    {
        _ = (Meta, Optimizer);
        return this;
    }
}
