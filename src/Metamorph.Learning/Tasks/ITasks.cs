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

    /// <summary>All that the tasks are made of, in a fixed order; null: they are more than tensors, and a step of training on them cannot be recorded.</summary>
    IReadOnlyList<Tensor>? Tensors => null;

    /// <summary>The same tasks with other tensors in the places of <see cref="Tensors"/>.</summary>
    /// <param name="tensors">As many tensors, in the same order.</param>
    /// <returns>As many tasks.</returns>
    TSelf With(IReadOnlyList<Tensor> tensors) => throw new NotSupportedException($"{GetType().Name} gives no tensors, so it takes none.");
}
