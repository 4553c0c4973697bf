using System.Numerics;
using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>Elementwise functions and sums of columns as fewer that do the same: none is done twice, and neighbours become pairs.</summary>
internal static class Shortened<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>The works.</summary>
    /// <param name="all">In order.</param>
    /// <param name="isReadOutside">Whether a result is read by others.</param>
    internal static List<Work> Of(IReadOnlyList<Work> all, Func<Storage, bool> isReadOutside) => InPairs(Once(all, isReadOutside), isReadOutside);

    /// <summary>The works without those that do again what one before them has done.</summary>
    private static List<Work> Once(IReadOnlyList<Work> all, Func<Storage, bool> isReadOutside)
    {
        var once = new List<Work>();
        var same = new Dictionary<Storage, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var work in all)
        {
            if (work is SumWork<T> sum)
            {
                once.Add(same.TryGetValue(sum.Operand.Storage, out var summed) ? new SumWork<T>(sum.Reduction, summed, sum.Result) : sum);
                continue;
            }

            var elementwise = (ElementwiseWork<T>)work;
            Tensor[] operands = Array.ConvertAll(elementwise.Operands, x => same.GetValueOrDefault(x.Storage, x));
            var known = once.OfType<ElementwiseWork<T>>().FirstOrDefault(w => ReferenceEquals(w.Function, elementwise.Function) && w.Operands.Length == operands.Length
                && (AreSame(w.Operands, operands) || (w.Function.Kind is Arithmetic.Add or Arithmetic.Multiply && AreSame([w.Operands[1], w.Operands[0]], operands))));
            if (known is not null && !isReadOutside(elementwise.Result.Storage)) same[elementwise.Result.Storage] = known.Result;
            else once.Add(operands.SequenceEqual(elementwise.Operands, ReferenceEqualityComparer.Instance) ? elementwise : new ElementwiseWork<T>(elementwise.Function, operands, elementwise.Result));
        }

        return once;
    }

    /// <summary>The works with neighbours joined of which the second is the only reader of the first.</summary>
    private static List<Work> InPairs(List<Work> all, Func<Storage, bool> isReadOutside)
    {
        var reads = new Dictionary<Storage, int>(ReferenceEqualityComparer.Instance);
        foreach (var x in all.SelectMany(Fused<T>.OperandsOf)) reads[x.Storage] = reads.GetValueOrDefault(x.Storage) + 1;
        var single = new Dictionary<Storage, ElementwiseWork<T>>(ReferenceEqualityComparer.Instance);
        foreach (var w in all.OfType<ElementwiseWork<T>>())
            if (w.Function.Kind != Arithmetic.Other && reads.GetValueOrDefault(w.Result.Storage) == 1 && !isReadOutside(w.Result.Storage)) single[w.Result.Storage] = w;
        var pairs = new List<Work>();
        var joined = new HashSet<Work>();
        foreach (var work in all)
        {
            pairs.Add(work);
            if (work is not ElementwiseWork<T> { Operands: [var a, var b] } second) continue;
            foreach (bool left in new[] { true, false })
            {
                var (through, other) = left ? (a, b) : (b, a);
                if (!single.TryGetValue(through.Storage, out var first) || joined.Contains(first) || PairBlock.Of<T>(first.Function.Kind, second.Function.Kind, left) is not { } pair) continue;
                pairs[^1] = new ElementwiseWork<T>(pair, [.. first.Operands, other], second.Result);
                joined.Add(first);

                // A pair is not joined again.
                single.Remove(second.Result.Storage);
                break;
            }
        }

        pairs.RemoveAll(joined.Contains);
        return pairs;
    }

    private static bool AreSame(Tensor[] a, Tensor[] b) => a.Zip(b).All(p => ReferenceEquals(p.First, p.Second) || Fused<T>.IsSame(p.First, p.Second));
}
