namespace Metamorph.Learning;

/// <summary>Some tasks, each with examples to learn from and others to be judged by. No example is in both.</summary>
/// <param name="Support">What a model is adapted to.</param>
/// <param name="Query">What the adapted model is judged by.</param>
public sealed record Episode(Batch Support, Batch Query) : ITasks<Episode>
{
    /// <inheritdoc/>
    public int Tasks => Support.Tasks == Query.Tasks ? Support.Tasks
        : throw new ShapeException($"an episode whose support {Support.X.Form} has {Support.Tasks} tasks and whose query {Query.X.Form} has {Query.Tasks}. Expected as many.");

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Tensors => [.. Support.Tensors, .. Query.Tensors];

    /// <inheritdoc/>
    public Episode With(IReadOnlyList<Tensor> tensors)
    {
        int support = Support.Tensors.Count;
        return new(Support.With([.. tensors.Take(support)]), Query.With([.. tensors.Skip(support)]));
    }

    /// <inheritdoc/>
    public Episode Take(Range tasks) => new(Support.Take(tasks), Query.Take(tasks));

    /// <summary>The same examples in another dtype; labels stay integers.</summary>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <returns>An episode.</returns>
    public Episode Cast(DType dtype) => new(Support.Cast(dtype), Query.Cast(dtype));
}
