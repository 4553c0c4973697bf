namespace Metamorph.Data;

/// <summary>Examples of one form, kept as compactly as their file has them and made tensors of when an episode asks for them.</summary>
/// <param name="count">How many there are.</param>
/// <param name="form">What a model sees of one: [channels, height, width] of an image.</param>
public abstract class ExampleRows(int count, Shape form)
{
    /// <summary>How many there are.</summary>
    public int Count => count;

    /// <summary>What a model sees of one: [channels, height, width] of an image, [1, bands, frames] of a sound, [length] of a text.</summary>
    public Shape Form => form;

    /// <summary>One of them as people read it; null, where it is no text.</summary>
    /// <param name="row">Which.</param>
    public virtual string? TextOf(int row) => null;

    /// <summary>Some of them, for tasks side by side.</summary>
    /// <param name="rows">Which: as many for each task, task after task.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="turns">By how many quarters each is turned, counter-clockwise; empty: none is.</param>
    /// <returns>[tasks; n, form]</returns>
    /// <exception cref="NotSupportedException">They cannot be turned.</exception>
    public abstract Tensor Take(ReadOnlySpan<int> rows, int tasks, ReadOnlySpan<int> turns);
}
