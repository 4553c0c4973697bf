namespace Metamorph.Learning;

/// <summary>
/// Full context embeddings (Vinyals et al. 2016, https://arxiv.org/abs/1606.04080, appendix A.1 and A.2): a support example is embedded with all
/// others in view, and a query with the support set in view. Support: g = g' + forward LSTM + backward LSTM over the vectors g' in the order of the rows. Queries: an
/// LSTM takes f' for so many steps and reads the support set at each, h = LSTM(f', [h, r]) + f' with r = softmax(h g^T) g.
/// The paper does not say what h begins with: the LSTM's own output begins with 0, so that h begins with f'. The paper's state [h, r] of twice the
/// features is here an input [f', r] and a state h, which are mapped by the same matrices.
/// Parameters are <c>forward/...</c>, <c>backward/...</c> and <c>query/...</c>, of an <see cref="LstmCell"/> each.
/// </summary>
/// <param name="Features">Features of the embedding.</param>
/// <param name="Steps">The paper's K: how often a query reads the support set.</param>
public sealed record FullContext(int Features, int Steps)
{
    private const string Forward = "forward", Backward = "backward", Reading = "query";

    private LstmCell Cell => new(Features, Features);

    private LstmCell Reader => new(2 * Features, Features);

    /// <summary>New parameters.</summary>
    /// <param name="key">Where random numbers come from.</param>
    /// <returns>Float32, without tasks.</returns>
    public ParameterSet Init(Key key) => ParameterSet.Join(
        (Forward, Cell.Init(key.Fold(0))), (Backward, Cell.Init(key.Fold(1))), (Reading, Reader.Init(key.Fold(2))));

    /// <summary>Support examples with all others in view: rows of weight 0 are passed over, all others are seen once, whatever their weight.</summary>
    /// <param name="parameters">From <see cref="Init"/>.</param>
    /// <param name="vectors">g': [tasks; n, features]</param>
    /// <param name="weight">[tasks; n]; null: all 1.</param>
    /// <returns>g: [tasks; n, features]</returns>
    public Tensor Support(ParameterSet parameters, Tensor vectors, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (vectors.Rank != 2 || vectors.Shape[1] != Features) throw new ShapeException($"FullContext: the support vectors are {vectors.Form}. Expected {Features} features, [n, {Features}].");
        int rows = vectors.Shape[0];
        var (sequence, counts) = (vectors.Expand(0), weight is null ? null : (weight > 0.0).Cast(vectors.DType).Expand(0));
        return vectors + Passed(Forward, x => x) + Passed(Backward, x => x.Slice(1, rows - 1, rows, -1));

        Tensor Passed(string name, Func<Tensor, Tensor> order) =>
            order(new Recurrent(Cell).Apply(parameters.At(name), order(sequence), new() { Mask = counts is null ? null : order(counts) })).Reshape(vectors.Shape);
    }

    /// <summary>Queries with the support set in view, each alone.</summary>
    /// <param name="parameters">From <see cref="Init"/>.</param>
    /// <param name="vectors">f': [tasks; m, features]</param>
    /// <param name="support">g: [tasks; n, features]</param>
    /// <param name="weight">Of support examples: [tasks; n].</param>
    /// <returns>f: [tasks; m, features]</returns>
    public Tensor Query(ParameterSet parameters, Tensor vectors, Tensor support, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var (h, state, own) = (vectors, Reader.Start(vectors.Shape[0], vectors.DType, vectors.Tasks), parameters.At(Reading));
        support = (weight > 0.0).Expand(-1).Where(support, 0.0);
        for (int k = 0; k < Steps; k++)
        {
            var read = SupportClasses.Weighted(h.MatMul(support.Transpose()), weight).Softmax().MatMul(support);
            (var y, state) = Reader.Step(own, Tensor.Concatenate([vectors, read], 1), state.Replace(new(("hidden", h))));
            h = y + vectors;
        }

        return h;
    }
}
