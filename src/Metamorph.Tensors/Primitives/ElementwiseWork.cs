using System.Numerics;
using System.Runtime.CompilerServices;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>An elementwise function of operands of one shape: in one call where all are dense, otherwise block by block through scratch that stays in L1.</summary>
/// <param name="function">The function.</param>
/// <param name="operands">One to three, of the shape and tasks of the result.</param>
/// <param name="result">Dense.</param>
internal sealed class ElementwiseWork<T>(Block<T> function, Tensor[] operands, Tensor result) : PartedWork(Partition.OfNumbers(result.Count, result.Count, Size))
    where T : unmanaged, INumber<T>
{
    private const int Size = 512;

    private readonly Walk[] walks = Array.ConvertAll(operands, x => x.Walk);

    // The positions of walks: one run at a time.
    private readonly int[][] positions = Array.ConvertAll(operands, x => new int[x.Walk.OuterRank]);

    /// <summary>The function.</summary>
    internal Block<T> Function => function;

    /// <summary>What it is a function of.</summary>
    internal Tensor[] Operands => operands;

    /// <summary>What it writes: dense.</summary>
    internal Tensor Result => result;

    internal override void Run() => Run(0, result.Count, positions);

    private protected override void Begin() => result.Storage.Take();

    private protected override void Run(in Partition.Part part) => Run(part.Row, part.NextRow, Array.ConvertAll(positions, p => new int[p.Length]));

    [SkipLocalsInit]
    private void Run(int first, int next, int[][] positions)
    {
        var target = result.Target<T>()[first..next];
        if (Array.TrueForAll(walks, w => w.IsDense))
        {
            function.Run(Dense(0), Dense(1), Dense(2), target);
            return;
        }

        Span<T> scratch = stackalloc T[3 * Size];
        scoped var a = Reader(0);
        scoped var b = Reader(1);
        scoped var c = Reader(2);
        for (int i = 0; i < target.Length; i += Size)
        {
            int n = Math.Min(Size, target.Length - i);
            function.Run(
                a.Next(n, scratch[..Size]),
                operands.Length > 1 ? b.Next(n, scratch.Slice(Size, Size)) : [],
                operands.Length > 2 ? c.Next(n, scratch[(2 * Size)..]) : [],
                target.Slice(i, n));
        }

        ReadOnlySpan<T> Dense(int operand) => operand < operands.Length ? operands[operand].Memory<T>().Slice(walks[operand].Offset + first, next - first) : [];

        StridedReader<T> Reader(int operand) => operand >= operands.Length ? default
            : first == 0 ? new(operands[operand].Memory<T>(), walks[operand], positions[operand])
            : new(operands[operand].Memory<T>(), walks[operand], positions[operand], 0, first);
    }
}
