using System.Numerics;
using System.Numerics.Tensors;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>
/// A sum over tasks, taken in parts: each group of tasks adds up its own, in order, and the groups' sums are added in order at the end. Groups do
/// not depend on the number of threads, so neither do the bits.
/// </summary>
internal abstract class TaskSum
{
    /// <summary>The sum, once all parts are there.</summary>
    internal required Tensor Total { get; init; }

    internal abstract long Bytes { get; }

    /// <summary>Adds some tasks' part.</summary>
    /// <param name="group">The group that they belong to.</param>
    /// <param name="part">Of the form and layout of the sum.</param>
    /// <param name="begins">Whether it is the group's first part.</param>
    internal abstract void Add(int group, Tensor part, bool begins);

    /// <summary>Adds up the groups' sums.</summary>
    internal abstract void Finish();

    /// <summary>A sum of parts that look like one.</summary>
    internal static TaskSum Like(Tensor part, int groups) => part.DType switch
    {
        DType.Float32 => Like<float>(part, groups),
        DType.Float64 => Like<double>(part, groups),
        _ => Like<int>(part, groups),
    };

    private static Of<T> Like<T>(Tensor part, int groups)
        where T : unmanaged, INumber<T>
    {
        // Numbers are added in the order in which they lie, and seen as the parts are.
        var storage = new Storage<T>(new T[part.Storage.Count]);
        var total = new Tensor(storage, part.DType, part.Shape, null, part.Offset, part.Strides) { IsWeak = part.IsWeak };
        return new(storage, groups) { Total = total };
    }

    private sealed class Of<T>(Storage<T> total, int groups) : TaskSum
        where T : unmanaged, INumber<T>
    {
        private readonly T[] parts = new T[total.Count * groups];

        internal override unsafe long Bytes => (long)(parts.Length + total.Count) * sizeof(T);

        internal override void Add(int group, Tensor part, bool begins)
        {
            var values = part.Memory<T>();
            var into = parts.AsSpan(group * total.Count, total.Count);
            if (begins) values.CopyTo(into);
            else TensorPrimitives.Add(into, values, into);
        }

        internal override void Finish()
        {
            var sum = total.Span;
            parts.AsSpan(0, sum.Length).CopyTo(sum);
            for (int g = 1; g < groups; g++) TensorPrimitives.Add(sum, parts.AsSpan(g * sum.Length, sum.Length), sum);
        }
    }
}
