using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>The transpose of a convolution in its weights: dw[u, v, c, o] = sum over n, i, j of x[n, i s + u d - p, j s + v d - p, c] dy[n, i, j, o].</summary>
/// <param name="shape">The sizes. What depends on them alone is worked out once.</param>
internal sealed class ConvolutionWeightGradient(ConvolutionShape shape)
{
    private Meetings? tables;

    // At most so many rows of dy are met by all rows of dw before the next: 24 KB of 64 floats, and as many numbers of x, stay in L1.
    private const int Block = 96;

    // Fewer rows would not make up for reading all images again.
    private const int Few = 48;

    /// <summary>Runs it once.</summary>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    internal static void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new ConvolutionWeightGradient(shape).Run(x, dy, dw);

    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="dw">[taps down, taps across, inputs / groups, outputs]</param>
    internal void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(x, dy, dw, 0, Rows);

    /// <summary>Rows into which the weights can be cut, none of which needs what another does.</summary>
    internal int Rows => WinogradShape.Forward(shape) is { } tiled ? tiled.Slices : shape.Taps * shape.GroupInputs;

    /// <summary>How many rows are worth being computed apart: all read all images.</summary>
    internal int Unit => WinogradShape.Forward(shape) is null ? Few : 1;

    /// <summary>The same for some of the rows, each the sum over all images in the same order: threads may share them.</summary>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="dw">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(x.Length, dw.Length, dy.Length);
        if (dw.IsEmpty) return;
        if (dy.IsEmpty)
        {
            // Whoever has the first rows clears them all.
            if (from == 0) dw.Clear();
            return;
        }

        if (WinogradShape.Forward(shape) is { } tiled)
        {
            Winograd.WeightGradient(tiled, x, dy, dw, from, to);
            return;
        }

        int chunk = shape.Chunk(shape.OutHeight * shape.OutWidth), image = shape.Height * shape.Width * shape.Inputs, result = shape.OutHeight * shape.OutWidth * shape.Outputs;

        // With many channels each tap has rows enough of its own, for the places at which it meets a pixel. Few are rows together.
        bool byTap = shape.GroupInputs >= ConvolutionShape.Few;
        using var border = shape.HasBorder ? new BorderedImages<T>(shape, chunk) : default;
        var inner = shape.HasBorder ? shape.Bordered : shape;
        var meetings = tables ??= new(
            byTap ? Section.OfTaps(inner.Rows, inner.Height) : Section.OfPlaces(inner.Rows, inner.Height),
            byTap ? Section.OfTaps(inner.Columns, inner.Width) : Section.OfPlaces(inner.Columns, inner.Width),
            inner.Columns.Size, chunk, new(inner.Height, inner.Width, inner.Inputs), new(inner.OutHeight, inner.OutWidth, inner.Outputs),
            inner.GroupInputs, inner.Outputs, single: true);
        fixed (int* table = meetings.Table)
        fixed (T* gradient = dw, results = dy, images = x, inBorder = border.Memory)
            for (int n = 0; n < shape.Images; n += chunk)
            {
                int count = Math.Min(chunk, shape.Images - n);
                if (shape.HasBorder) border.Fill(x.Slice(n * image, count * image));
                T* source = !shape.HasBorder ? images + n * image : inBorder;
                int row = 0;
                foreach (var c in meetings.Classes)
                {
                    // Those of this class: its rows follow those of the class before.
                    int begin = Math.Clamp(from - row, 0, c.Runs), runs = Math.Clamp(to - row, 0, c.Runs) - begin;
                    row += c.Runs;
                    if (runs == 0) continue;
                    int places = count * c.Places, blocks = Math.Max(1, (places + Block - 1) / Block);
                    for (int b = 0; b < blocks; b++)
                    {
                        int first = (int)((long)places * b / blocks), next = (int)((long)places * (b + 1) / blocks);
                        for (int g = 0; g < shape.Groups; g++)
                            IndirectProduct.Run(
                                runs, meetings.Offsets(table) + c.Run + begin, meetings.Weights(table) + c.Run + begin, next - first, table + c.Place + first, meetings.To(table) + c.Place + first, 1,
                                source + g * shape.GroupInputs, results + n * result + g * shape.GroupOutputs, shape.Outputs, shape.GroupOutputs,
                                gradient + g * shape.GroupOutputs, add: n + b > 0);
                    }
                }
            }
    }
}
