namespace Metamorph.Learning;

/// <summary>The classes of a support set, as matrices.</summary>
internal static class ClassMeans
{
    /// <summary>The weight of a row where it is of a class, else 0: [tasks; n, ways].</summary>
    internal static Tensor Members(Batch support, int ways, DType dtype)
    {
        var members = support.Y.OneHot(ways, dtype);
        return support.Weight is { } weight ? members * weight.Cast(dtype).Expand(-1) : members;
    }

    /// <summary>The weighted mean of the vectors [tasks; n, features] of every class: [tasks; ways, features]. A class without examples has zeros.</summary>
    internal static Tensor Of(Tensor vectors, Batch support, int ways)
    {
        var members = Members(support, ways, vectors.DType).Transpose();
        var counts = members.Sum(-1, keep: true);
        return members.MatMul(vectors) / (counts > 0.0).Where(counts, 1.0);
    }

    /// <summary>Minus the squared distance of every vector [tasks; n, features] to every mean [tasks; ways, features]: [tasks; n, ways].</summary>
    internal static Tensor Nearness(Tensor vectors, Tensor means) =>
        // |v - p|^2 entry by entry and not as |v|^2 - 2 v p + |p|^2, whose large terms cancel.
        -(vectors.Expand(1) - means).Power(2).Sum(-1);
}
