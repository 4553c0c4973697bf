using System.Buffers;
using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The transpose of a convolution in its images: dx[n, y, x, c] = sum of dy[n, i, j, o] w[u, v, c, o] over all places and taps with
/// i s + u d - p = y and j s + v d - p = x. Pixels are treated by class: those whose y + p, and x + p, leave the same remainder when
/// divided by the stride meet the same taps, and for them this is a convolution of dy, without stride, with these taps alone.
/// </summary>
internal static class ConvolutionInputGradient
{
    /// <param name="shape">The sizes.</param>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="dx">[images, height, width, inputs]</param>
    internal static unsafe void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(dx.Length, w.Length, dy.Length);
        if (dx.IsEmpty) return;
        if (dy.IsEmpty)
        {
            dx.Clear();
            return;
        }

        if (WinogradShape.InputGradient(shape) is { } tiled)
        {
            T[] turned = ArrayPool<T>.Shared.Rent(w.Length);
            Winograd.Turn<T>(shape.Inputs, shape.Outputs, w, turned);
            Winograd.Forward(tiled, dy, turned.AsSpan(0, w.Length), dx);
            ArrayPool<T>.Shared.Return(turned);
            return;
        }

        var (rows, columns) = (shape.Rows, shape.Columns);
        int chunk = shape.Chunk(shape.Height * shape.Width), result = shape.OutHeight * shape.OutWidth * shape.Outputs;
        var (top, outerHeight) = Border(rows, shape.Height, shape.OutHeight);
        var (left, outerWidth) = Border(columns, shape.Width, shape.OutWidth);
        using var border = new BorderedImages<T>(chunk, shape.OutHeight, shape.OutWidth, shape.Outputs, top, left, outerHeight, outerWidth);
        T[] transposed = ArrayPool<T>.Shared.Rent(w.Length);
        int[] table = ArrayPool<int>.Shared.Rent(2 * chunk * shape.Height * shape.Width + shape.Taps);
        var classes = Classes(shape);
        Transpose(shape, classes, w, transposed);
        fixed (int* from = table)
        fixed (T* weights = transposed, gradient = dx, inBorder = border.Memory)
        {
            int* to = from + chunk * shape.Height * shape.Width, offsets = to + chunk * shape.Height * shape.Width;
            Tables(shape, classes, chunk, border, top, left, from, to, offsets);
            for (int n = 0; n < shape.Images; n += chunk)
            {
                int count = Math.Min(chunk, shape.Images - n), pixel = 0, tap = 0;
                border.Fill(dy.Slice(n * result, count * result));
                T* target = gradient + n * shape.Height * shape.Width * shape.Inputs;
                foreach (var (down, across, taps) in classes)
                {
                    int pixels = Pixels(rows, down, shape.Height) * Pixels(columns, across, shape.Width);
                    for (int g = 0; g < shape.Groups; g++)
                        IndirectProduct.Run(
                            count * pixels, from + pixel, to + pixel, taps.Length, offsets + tap, shape.GroupOutputs, inBorder + g * shape.GroupOutputs,
                            weights + (tap * shape.Groups + g * taps.Length) * shape.GroupOutputs * shape.GroupInputs, shape.GroupInputs, shape.GroupInputs,
                            target + g * shape.GroupInputs, add: false);
                    pixel += chunk * pixels;
                    tap += taps.Length;
                }
            }
        }

        ArrayPool<T>.Shared.Return(transposed);
        ArrayPool<int>.Shared.Return(table);
    }

    /// <summary>Zeros in front of dy, and its size with those behind: pixel y meets place (y + p) / s and some places before that.</summary>
    private static (int Before, int Size) Border(Window window, int size, int places)
    {
        int before = (window.Span - 1) / window.Stride;
        return (before, before + Math.Max(places, (size - 1 + window.Padding) / window.Stride + 1));
    }

    /// <summary>The remainders by the stride, and the taps that pixels of these remainders meet.</summary>
    private static (int Down, int Across, int[] Taps)[] Classes(in ConvolutionShape shape)
    {
        var (rows, columns, classes) = (shape.Rows, shape.Columns, new List<(int, int, int[])>());
        for (int down = 0; down < rows.Stride; down++)
            for (int across = 0; across < columns.Stride; across++)
                classes.Add((down, across, [.. Enumerable.Range(0, shape.Taps).Where(tap =>
                    tap / columns.Size * rows.Dilation % rows.Stride == down && tap % columns.Size * columns.Dilation % columns.Stride == across)]));
        return [.. classes];
    }

    /// <summary>The first pixel of a class.</summary>
    private static int First(Window window, int remainder) => ((remainder - window.Padding) % window.Stride + window.Stride) % window.Stride;

    /// <summary>How many pixels of an axis are of a class.</summary>
    private static int Pixels(Window window, int remainder, int size) => Math.Max(0, (size - First(window, remainder) + window.Stride - 1) / window.Stride);

    private static unsafe void Tables<T>(
        in ConvolutionShape shape, (int Down, int Across, int[] Taps)[] classes, int chunk, BorderedImages<T> border, int top, int left, int* from, int* to, int* offsets)
        where T : unmanaged
    {
        var (rows, columns) = (shape.Rows, shape.Columns);
        foreach (var (down, across, taps) in classes)
        {
            foreach (int tap in taps)
                *offsets++ = -(tap / columns.Size * rows.Dilation / rows.Stride * border.Row + tap % columns.Size * columns.Dilation / columns.Stride * shape.Outputs);
            for (int n = 0; n < chunk; n++)
                for (int y = First(rows, down); y < shape.Height; y += rows.Stride)
                    for (int x = First(columns, across); x < shape.Width; x += columns.Stride)
                    {
                        *from++ = (n * border.Height + top + (y + rows.Padding) / rows.Stride) * border.Row + (left + (x + columns.Padding) / columns.Stride) * shape.Outputs;
                        *to++ = ((n * shape.Height + y) * shape.Width + x) * shape.Inputs;
                    }
        }
    }

    /// <summary>Weights [tap, in, out] as [class, group, tap of the class, out of the group, in of the group].</summary>
    private static unsafe void Transpose<T>(in ConvolutionShape shape, (int Down, int Across, int[] Taps)[] classes, ReadOnlySpan<T> w, Span<T> transposed)
        where T : unmanaged
    {
        int inputs = shape.GroupInputs, outputs = shape.GroupOutputs, at = 0;
        foreach (var (_, _, taps) in classes)
            for (int g = 0; g < shape.Groups; g++)
                foreach (int tap in taps)
                {
                    fixed (T* from = w[(tap * inputs * shape.Outputs + g * outputs)..], to = transposed.Slice(at, inputs * outputs))
                        Transposition.Copy(outputs, inputs, from, 1, shape.Outputs, to, inputs);
                    at += inputs * outputs;
                }
    }
}
