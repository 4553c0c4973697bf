namespace Metamorph.Learning;

/// <summary>A number of tasks side by side, of which some can be taken: what meta-batches are made of.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITasks<TSelf>
    where TSelf : ITasks<TSelf>
{
    /// <summary>The number of tasks.</summary>
    int Tasks { get; }

    /// <summary>Some of the tasks.</summary>
    /// <param name="tasks">Which.</param>
    /// <returns>As many tasks.</returns>
    TSelf Take(Range tasks);
}
