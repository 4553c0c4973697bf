namespace Metamorph.Learning;

/// <summary>
/// The mean of the places of a sequence, weighted by softmax(q x / sqrt(d)) with a learned query q (Yang et al. 2016, "Hierarchical Attention Networks",
/// equations 5 to 7, without their hidden layer): the plain mean at first. Places that do not count, by <see cref="Context.Mask"/>, are not looked at.
/// </summary>
/// <param name="Size">Features of x and y.</param>
public sealed record AttentionPooling(int Size) : Module
{
    /// <returns>query [size] of 0</returns>
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => new(("query", Tensor.Zeros([Size])));

    /// <param name="x">[tasks; n, length, size]</param>
    /// <returns>[tasks; n, size]; 0 for a sequence of which no place counts.</returns>
    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (x.Rank != 3 || x.Shape[2] != Size) throw new ShapeException($"AttentionPooling: the input is {x.Form}. Expected sequences of {Size} features at each place, [n, length, {Size}].");
        return Pooled(x, Scores(parameters["query"], x), context?.MaskOf(x, "AttentionPooling"));
    }

    /// <summary>q x / sqrt(d) at each place: [tasks; n, length].</summary>
    internal static Tensor Scores(Tensor query, Tensor x) => x.MatMul(query.Expand(-1)).Reshape([x.Shape[0], x.Shape[1]]) * (1 / Math.Sqrt(x.Shape[2]));

    /// <summary>The mean of the places of each sequence, weighted by the softmax of their scores.</summary>
    /// <param name="x">[tasks; n, length, size]</param>
    /// <param name="scores">[tasks; n, length]</param>
    /// <param name="mask">[tasks; n, length] of 1 and 0; null: all 1.</param>
    /// <returns>[tasks; n, size]</returns>
    internal static Tensor Pooled(Tensor x, Tensor scores, Tensor? mask)
    {
        if (mask is not null) x = mask.Expand(-1).Where(x, 0.0);
        var weights = mask is null ? scores.Softmax() : WeightedSoftmax.Of(scores, mask.Cast(x.DType));
        return weights.Expand(1).MatMul(x).Reshape([x.Shape[0], x.Shape[2]]);
    }
}
