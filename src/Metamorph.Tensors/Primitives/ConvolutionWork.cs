using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>One of the three maps of a convolution, task by task or for all tasks in one call.</summary>
/// <param name="left">The left operand.</param>
/// <param name="right">The right operand.</param>
/// <param name="result">Dense.</param>
/// <param name="together">Tasks of a call: their left operands follow one another, and they share the right one.</param>
/// <param name="partition">Calls, and rows of the result of one, that are computed apart: images, or rows of weights.</param>
/// <param name="map">The map.</param>
internal sealed class ConvolutionWork<T>(Laid left, Laid right, Tensor result, int together, Partition partition, ConvolutionWork<T>.Map map) : PartedWork(partition)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A kernel.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="result">The result.</param>
    /// <param name="first">The first row to be computed.</param>
    /// <param name="next">Behind the last.</param>
    internal delegate void Map(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result, int first, int next);

    internal override void Run()
    {
        Begin();
        Run(Whole);
    }

    private protected override void Begin()
    {
        left.Copy();
        right.Copy();
        result.Storage.Take();
    }

    private protected override void Run(in Partition.Part part)
    {
        var a = left.Values<T>();
        var b = right.Values<T>();
        var y = result.Target<T>();
        for (int t = part.Item; t < part.NextItem; t++)
            map(a.Take(t, together), b[t], y.Slice(t * result.Size, together * result.Size), part.Row, part.NextRow);
    }
}
