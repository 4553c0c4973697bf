namespace Metamorph.Learning;

/// <summary>
/// Features set to 0 at random and the others scaled up, so that the mean stays (Srivastava et al. 2014). Noise is drawn only if the
/// context has a key: it is off in prediction.
/// </summary>
/// <param name="Rate">The probability that a feature is dropped: at least 0, below 1.</param>
public sealed record Dropout(double Rate) : Module
{
    /// <inheritdoc/>
    public override ParameterSet Init(Key key) => ParameterSet.Empty;

    /// <inheritdoc/>
    public override Tensor Apply(ParameterSet parameters, Tensor x, Context? context = null)
    {
        if (!(Rate is >= 0 and < 1)) throw new ArgumentException($"Dropout: a rate of {Rate}. Expected at least 0 and below 1.");
        return context?.Key is { } key && Rate > 0 ? x * key.Bernoulli(1 - Rate, x.Shape, x.Tasks, x.DType) * (1 / (1 - Rate)) : x;
    }
}
