namespace Metamorph.Learning;

/// <summary>A mapping (parameters, x, state) to (y, state): one step through a sequence. A cell holds no tensors and changes none.</summary>
public abstract record Cell
{
    /// <summary>New parameters.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <returns>Float32, without tasks.</returns>
    public abstract ParameterSet Init(Key key);

    /// <summary>The state before the first step.</summary>
    /// <param name="rows">How many sequences go side by side.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="tasks">The number of tasks; null: none.</param>
    /// <returns>[tasks; rows, ...] each</returns>
    public abstract ParameterSet Start(int rows, DType dtype, int? tasks);

    /// <summary>One step.</summary>
    /// <param name="parameters">Of the names and shapes of <see cref="Init"/>.</param>
    /// <param name="x">[tasks; rows, inputs]</param>
    /// <param name="state">From <see cref="Start"/> or the step before.</param>
    /// <returns>y [tasks; rows, outputs], and a state of the same structure.</returns>
    public abstract (Tensor Y, ParameterSet State) Step(ParameterSet parameters, Tensor x, ParameterSet state);
}
