namespace Metamorph.Learning;

/// <summary>The softmax over places of which some count more, or not at all: what attention weighs with.</summary>
internal static class WeightedSoftmax
{
    // What a score becomes where nothing is to be seen. Finite, so that differences of two of them are numbers; far below all scores of any use.
    private const double Unseen = -1e30;

    /// <summary>w exp(s) / sum of w exp(s) over the last axis; 0 where no place has a weight.</summary>
    internal static Tensor Of(Tensor scores, Tensor weight)
    {
        scores = weight.Where(scores, Unseen);
        var parts = weight * (scores - scores.Stop().Max(-1, keep: true)).Exp();
        var total = parts.Sum(-1, keep: true);
        return parts / (total > 0.0).Where(total, 1.0);
    }
}
