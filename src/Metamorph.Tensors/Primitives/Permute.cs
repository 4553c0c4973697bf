namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The axes in another order. Copies nothing.</summary>
    /// <param name="axes">For every axis of the result, the axis that it was; each once.</param>
    /// <returns>[tasks; permuted shape]</returns>
    /// <exception cref="ShapeException">The axes are not a permutation.</exception>
    public Tensor Permute(params int[] axes)
    {
        int[] order = Array.ConvertAll(axes, a => Shape.Axis(a, "Permute"));
        if (order.Length != Rank || order.Distinct().Count() != Rank)
            throw new ShapeException($"Permute: [{string.Join(", ", axes)}] does not order the {Rank} axes of {Form}. Expected each of 0 to {Rank - 1} once.");
        return order.SequenceEqual(Enumerable.Range(0, Rank)) ? this : new PermutePrimitive(order).Apply(this);
    }

    /// <summary>The last two axes exchanged. Copies nothing.</summary>
    /// <returns>[tasks; ..., m, n] of [tasks; ..., n, m]</returns>
    public Tensor Transpose() => Rank >= 2
        ? Permute([.. Enumerable.Range(0, Rank - 2), Rank - 1, Rank - 2])
        : throw new ShapeException($"Transpose: {Form} has {Rank} axes. Expected at least two.");
}

/// <summary>A view with the axes in another order.</summary>
internal sealed record PermutePrimitive(int[] Order) : LinearMap
{
    /// <inheritdoc/>
    public bool Equals(PermutePrimitive? other) => other is not null && Order.AsSpan().SequenceEqual(other.Order);

    /// <inheritdoc/>
    public override int GetHashCode() => Order.Length;

    internal override Tensor Forward(Tensor[] x)
    {
        int[] strides = x[0].FullStrides;
        return x[0].View(Array.ConvertAll(Order, a => x[0].Shape[a]), x[0].Tasks, x[0].Offset, [strides[0], .. Order.Select(a => strides[a + 1])]);
    }

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent)
    {
        int[] inverse = new int[Order.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        return new PermutePrimitive(inverse).Apply(cotangent);
    }

    internal override IEnumerable<Example> Examples(Key key)
    {
        foreach (var x in Example.Layouts(key))
            yield return new(x => x[0].Permute([.. Enumerable.Range(0, x[0].Rank).Reverse()]), [x], (x, i) => x[0][[.. i.Reverse()]]);
        foreach (int? tasks in new int?[] { null, 2 })
            yield return new(x => x[0].Permute(1, 2, 0), [Example.Draw(key, [2, 3, 4], tasks)], (x, i) => x[0][i[2], i[0], i[1]]);
    }
}
