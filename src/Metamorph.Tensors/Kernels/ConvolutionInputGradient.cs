using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The transpose of a convolution in its images: dx[n, y, x, c] = sum of dy[n, i, j, o] w[u, v, c, o] over all places and taps with
/// i s + u d - p = y and j s + v d - p = x. For the pixels that meet the same taps it is a convolution of dy with these taps alone.
/// </summary>
/// <param name="shape">The sizes. What depends on them alone is worked out once.</param>
internal sealed class ConvolutionInputGradient(ConvolutionShape shape)
{
    private Meetings? tables;

    /// <summary>Runs it once.</summary>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    internal static void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new ConvolutionInputGradient(shape).Run(dy, w, dx);

    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="dx">[images, height, width, inputs]</param>
    internal void Run<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> w, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(dy, w, dx, 0, shape.Images);

    /// <summary>The same for some of the images, whose bits do not depend on how many there are: threads may share them.</summary>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="dx">[images, height, width, inputs]</param>
    /// <param name="first">The first image.</param>
    /// <param name="next">Behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Run<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> w, Span<T> dx, int first, int next)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(dx.Length, w.Length, dy.Length);
        if (dx.IsEmpty) return;
        int chunk = shape.Chunk(shape.Height * shape.Width), image = shape.Height * shape.Width * shape.Inputs, result = shape.OutHeight * shape.OutWidth * shape.Outputs;
        if (dy.IsEmpty)
        {
            dx[(first * image)..(next * image)].Clear();
            return;
        }

        if (WinogradShape.InputGradient(shape) is { } tiled)
        {
            T[] turned = ArrayPool<T>.Shared.Rent(w.Length);
            Winograd.Turn<T>(shape.Inputs, shape.Outputs, w, turned);
            Winograd.Forward(tiled with { Images = next - first }, dy[(first * result)..(next * result)], turned.AsSpan(0, w.Length), dx[(first * image)..(next * image)]);
            ArrayPool<T>.Shared.Return(turned);
            return;
        }

        var meetings = tables ??= new(
            Section.OfPixels(shape.Rows, shape.Height), Section.OfPixels(shape.Columns, shape.Width), shape.Columns.Size, chunk,
            new(shape.OutHeight, shape.OutWidth, shape.Outputs), new(shape.Height, shape.Width, shape.Inputs), shape.GroupOutputs, shape.GroupInputs);
        T[] transposed = ArrayPool<T>.Shared.Rent(w.Length);
        Transpose(shape, w, transposed);
        fixed (int* table = meetings.Table)
        fixed (T* weights = transposed, results = dy, gradient = dx)
            for (int n = first; n < next; n += chunk)
                foreach (var c in meetings.Classes)
                    for (int g = 0; g < shape.Groups; g++)
                        IndirectProduct.Run(
                            Math.Min(chunk, next - n) * c.Places, table + c.Place, meetings.To(table) + c.Place,
                            c.Runs, meetings.Offsets(table) + c.Run, meetings.Weights(table) + c.Run, c.Length, results + n * result + g * shape.GroupOutputs,
                            weights + g * shape.Taps * shape.GroupInputs * shape.GroupOutputs, shape.GroupInputs, shape.GroupInputs,
                            gradient + n * image + g * shape.GroupInputs, add: false);
        ArrayPool<T>.Shared.Return(transposed);
    }

    /// <summary>Weights [tap, in, out] as [group, tap, out of the group, in of the group].</summary>
    private static unsafe void Transpose<T>(in ConvolutionShape shape, ReadOnlySpan<T> w, Span<T> transposed)
        where T : unmanaged
    {
        var (inputs, outputs) = (shape.GroupInputs, shape.GroupOutputs);
        fixed (T* from = w[..(shape.Taps * inputs * shape.Outputs)], to = transposed[..w.Length])
            for (int g = 0; g < shape.Groups; g++)
                for (int tap = 0; tap < shape.Taps; tap++)
                    Transposition.Copy(
                        outputs, inputs, from + tap * inputs * shape.Outputs + g * outputs, 1, shape.Outputs, to + (g * shape.Taps + tap) * inputs * outputs, inputs);
    }
}
