namespace Metamorph.Tensors;

/// <summary>
/// A value made of tensors: a tensor itself, a set of parameters, an optimizer's state. Derivatives and regions take any of them
/// apart and put it together again; nothing else has to be known of it.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITensors<TSelf>
    where TSelf : ITensors<TSelf>
{
    /// <summary>All tensors in it, in a fixed order.</summary>
    IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>The same value with other tensors in the places of <see cref="Tensors"/>.</summary>
    /// <param name="tensors">As many tensors as this value holds, in the same order.</param>
    /// <returns>A value of the same structure.</returns>
    TSelf With(IReadOnlyList<Tensor> tensors);

    /// <summary>What messages call a tensor of this value.</summary>
    /// <param name="index">Its place in <see cref="Tensors"/>.</param>
    /// <returns>Its name.</returns>
    string NameOf(int index);
}
