namespace Metamorph.Learning;

/// <summary>The classes of a support set: which rows they have, their means, and their shares of what rows are given.</summary>
internal static class SupportClasses
{
    // The score of what is not there. Finite, so that differences of two of them are numbers; far below all scores of any use.
    internal const double Unseen = -1e30;

    /// <summary>The weight of a row where it is of a class, else 0: [tasks; n, ways].</summary>
    internal static Tensor Members(Batch support, int ways, DType dtype)
    {
        var members = support.Y.OneHot(ways, dtype);
        return support.Weight is { } weight ? members * weight.Cast(dtype).Expand(-1) : members;
    }

    /// <summary>The weighted mean of the vectors [tasks; n, features] of every class: [tasks; ways, features]. A class without examples has zeros.</summary>
    internal static Tensor Means(Tensor vectors, Batch support, int ways)
    {
        var members = Members(support, ways, vectors.DType).Transpose();
        var counts = members.Sum(-1, keep: true);
        return members.MatMul(vectors) / (counts > 0.0).Where(counts, 1.0);
    }

    /// <summary>Minus the squared distance of every vector [tasks; n, features] to every mean [tasks; ways, features]: [tasks; n, ways].</summary>
    internal static Tensor Nearness(Tensor vectors, Tensor means) =>
        // |v - p|^2 entry by entry and not as |v|^2 - 2 v p + |p|^2, whose large terms cancel.
        -(vectors.Expand(1) - means).Power(2).Sum(-1);

    /// <summary>Scores to which exp gives w times as much: a row of weight 2 is as two rows, and one of weight 0 is not seen, whatever it holds.</summary>
    /// <param name="scores">[tasks; ..., n]</param>
    /// <param name="weight">At least 0, of a shape that broadcasts with the scores.</param>
    internal static Tensor Weighted(Tensor scores, Tensor weight)
    {
        var counts = weight > 0.0;
        return counts.Where(scores + counts.Where(weight, 1.0).Log(), Unseen);
    }

    /// <summary>log of the sum of w exp(score) over the rows of every class: [tasks; n, ways] of scores [tasks; n, rows] and members [tasks; rows, ways].</summary>
    internal static Tensor LogSums(Tensor scores, Tensor members) => Weighted(scores.Expand(1), members.Transpose()).LogSumExp(-1);

    /// <summary>Logits [tasks; n, ways] with -1e30 for classes without rows. Where no class has any, none is likelier than another: all are 0.</summary>
    /// <param name="logits">[tasks; n, ways]</param>
    /// <param name="members">[tasks; rows, ways]</param>
    internal static Tensor OfSeen(Tensor logits, Tensor members)
    {
        var seen = (members.Sum(0) > 0.0).Cast(logits.DType);
        return seen.Where(logits, Unseen * seen.Max(-1, keep: true));
    }
}
