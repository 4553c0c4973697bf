namespace Metamorph.Learning;

/// <summary>What travels with x through a module. Without one, a module draws no noise and takes part in no inner loop.</summary>
public sealed record Context
{
    /// <summary>Where noise comes from, such as dropout's; null: there is none, as in prediction.</summary>
    public Key? Key { get; init; }

    /// <summary>The inner step that this is part of, from 0; null outside of an inner loop.</summary>
    public int? Step { get; init; }

    /// <summary>Which rows count: [tasks; n], null: all. Means over rows take it.</summary>
    public Tensor? Weight { get; init; }

    /// <summary>Which places of every sequence count: [tasks; n, length] of 1 and 0, null: all. Recurrent modules pass over the others, and attention does not look at them.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Whose mean and variance batch norms take off. The default value is <see cref="Statistics.Batch"/>.</summary>
    public Statistics Statistics { get; init; } = Statistics.Batch;

    /// <summary>Sees the name and the result of every layer: for reports, never in training.</summary>
    public Action<string, Tensor>? Observe { get; init; }

    /// <summary>The mask for sequences [tasks; n, length, ...]: [tasks; n, length].</summary>
    internal Tensor? MaskOf(Tensor x, string operation) => Mask is null || (Mask.Rank == 2 && Mask.Shape[0] == x.Shape[0] && Mask.Shape[1] == x.Shape[1]) ? Mask
        : throw new ShapeException($"{operation}: Context.Mask is {Mask.Form} and the sequences are {x.Form}. Expected a number for each place of each, [{x.Shape[0]}, {x.Shape[1]}].");

    /// <summary>The context of a part of a module: a key and running statistics of its own, and its name in front of what is observed inside it.</summary>
    /// <param name="index">Which part.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The context.</returns>
    public Context Part(int index, string name) => this with
    {
        Key = Key?.Fold(index),
        Statistics = Statistics.Part(name),
        Observe = Observe is { } observe ? (inner, y) => observe(inner.Length == 0 ? name : $"{name}/{inner}", y) : null,
    };
}
