using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>A sum of some axes of an operand.</summary>
/// <param name="reduction">Over which numbers.</param>
/// <param name="operand">What is summed.</param>
/// <param name="result">Dense.</param>
internal sealed class SumWork<T>(Reduction reduction, Tensor operand, Tensor result)
    : PartedWork(Partition.OfNumbers((long)result.Count * reduction.Count, result.Count, reduction.IsColumns ? Columns : 1))
    where T : unmanaged, INumber<T>
{
    // Of a row, columns that fill registers and lines of the cache.
    private const int Columns = 32;

    /// <summary>Over which numbers.</summary>
    internal Reduction Reduction => reduction;

    /// <summary>What is summed; as it lies, where it is nothing but rows that become one, however it is seen.</summary>
    internal Tensor Operand => reduction.Width > 0 ? operand.View([reduction.Count, reduction.Width], null, reduction.Offset, [0, reduction.Width, 1]) : operand;

    /// <summary>What it writes: dense.</summary>
    internal Tensor Result => result;

    /// <summary>Whether whole memory is summed, row by row: each number of the result is the sum of a column.</summary>
    internal bool IsColumns => reduction.Width > 0 && reduction.Offset == 0 && reduction.Count > 1 && result.Count == reduction.Width
        && operand.Storage.Count == reduction.Width * reduction.Count;

    internal override void Run() => reduction.Run<Sum, T>(operand.Memory<T>(), result.Target<T>());

    private protected override void Begin() => result.Storage.Take();

    private protected override void Run(in Partition.Part part) => reduction.Run<Sum, T>(operand.Memory<T>(), result.Target<T>(), part.Row, part.NextRow);
}
