using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>A convolution: y[n, i, j, o] = sum over taps u, v and channels c of x[n, i s + u d - p, j s + v d - p, c] w[u, v, c, o].</summary>
/// <param name="shape">The sizes. What depends on them alone is worked out once.</param>
internal sealed class ConvolutionForward(ConvolutionShape shape)
{
    private Meetings? tables;

    /// <summary>Runs it once.</summary>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    internal static void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new ConvolutionForward(shape).Run(x, w, y);

    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="y">[images, outHeight, outWidth, outputs]</param>
    internal void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(x, w, y, 0, shape.Images);

    /// <summary>The same for some of the images, whose bits do not depend on how many there are: threads may share them.</summary>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="y">[images, outHeight, outWidth, outputs]</param>
    /// <param name="first">The first image.</param>
    /// <param name="next">Behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y, int first, int next)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(x.Length, w.Length, y.Length);
        if (y.IsEmpty) return;
        int chunk = shape.Chunk(shape.OutHeight * shape.OutWidth), image = shape.Height * shape.Width * shape.Inputs, result = shape.OutHeight * shape.OutWidth * shape.Outputs;
        if (WinogradShape.Forward(shape) is { } tiled)
        {
            Winograd.Forward(tiled with { Images = next - first }, x[(first * image)..(next * image)], w, y[(first * result)..(next * result)]);
            return;
        }

        using var border = shape.HasBorder ? new BorderedImages<T>(shape, chunk) : default;
        var inner = shape.HasBorder ? shape.Bordered : shape;
        var meetings = tables ??= new(
            Section.OfPlaces(inner.Rows, inner.Height), Section.OfPlaces(inner.Columns, inner.Width), inner.Columns.Size, chunk,
            new(inner.Height, inner.Width, inner.Inputs), new(inner.OutHeight, inner.OutWidth, inner.Outputs), inner.GroupInputs, inner.Outputs);
        fixed (int* table = meetings.Table)
        fixed (T* weights = w, results = y, images = x, inBorder = border.Memory)
            for (int n = first; n < next; n += chunk)
            {
                int count = Math.Min(chunk, next - n);
                if (shape.HasBorder) border.Fill(x.Slice(n * image, count * image));
                T* source = !shape.HasBorder ? images + n * image : inBorder;
                foreach (var c in meetings.Classes)
                    for (int g = 0; g < shape.Groups; g++)
                        IndirectProduct.Run(
                            count * c.Places, table + c.Place, meetings.To(table) + c.Place,
                            c.Runs, meetings.Offsets(table) + c.Run, meetings.Weights(table) + c.Run, c.Length, source + g * shape.GroupInputs,
                            weights + g * shape.GroupOutputs, shape.Outputs, shape.GroupOutputs, results + n * result + g * shape.GroupOutputs, add: false);
            }
    }
}
