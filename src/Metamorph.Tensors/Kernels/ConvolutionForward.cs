using System.Buffers;
using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A convolution: y[n, i, j, o] = sum over taps u, v and channels c of x[n, i s + u d - p, j s + v d - p, c] w[u, v, c, o].</summary>
internal static class ConvolutionForward
{
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="w">[taps down, taps across, inputs / groups, outputs]</param>
    /// <param name="y">[images, outHeight, outWidth, outputs]</param>
    internal static unsafe void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(x.Length, w.Length, y.Length);
        if (y.IsEmpty) return;
        if (WinogradShape.Forward(shape) is { } tiled)
        {
            Winograd.Forward(tiled, x, w, y);
            return;
        }

        var (rows, columns) = (shape.Rows, shape.Columns);
        int pixels = shape.OutHeight * shape.OutWidth, chunk = shape.Chunk(pixels), image = shape.Height * shape.Width * shape.Inputs;
        bool bordered = rows.Padding > 0 || columns.Padding > 0;
        using var border = bordered ? new BorderedImages<T>(
            chunk, shape.Height, shape.Width, shape.Inputs, rows.Padding, columns.Padding, shape.Height + 2 * rows.Padding, shape.Width + 2 * columns.Padding) : null;
        int row = border?.Row ?? shape.Width * shape.Inputs, height = border?.Height ?? shape.Height;

        // Taps next to one another and their channels are one run of memory.
        bool wholeRows = columns.Dilation == 1 && shape.Groups == 1;
        int taps = wholeRows ? rows.Size : shape.Taps, run = wholeRows ? columns.Size * shape.Inputs : shape.GroupInputs;
        int across = wholeRows ? 1 : columns.Size;
        int[] table = ArrayPool<int>.Shared.Rent(2 * chunk * pixels + taps);
        fixed (int* from = table)
        fixed (T* weights = w, results = y, images = x, inBorder = border?.Memory)
        {
            int* to = from + chunk * pixels, offsets = to + chunk * pixels;
            for (int i = 0; i < chunk * pixels; i++)
            {
                int n = i / pixels, down = i % pixels / shape.OutWidth, right = i % shape.OutWidth;
                from[i] = (n * height + down * rows.Stride) * row + right * columns.Stride * shape.Inputs;
                to[i] = i * shape.Outputs;
            }

            for (int tap = 0; tap < taps; tap++) offsets[tap] = tap / across * rows.Dilation * row + tap % across * columns.Dilation * shape.Inputs;
            for (int n = 0; n < shape.Images; n += chunk)
            {
                int count = Math.Min(chunk, shape.Images - n);
                border?.Fill(x.Slice(n * image, count * image));
                T* source = bordered ? inBorder : images + n * image;
                for (int g = 0; g < shape.Groups; g++)
                    IndirectProduct.Run(
                        count * pixels, from, to, taps, offsets, run, source + g * shape.GroupInputs,
                        weights + g * shape.GroupOutputs, shape.Outputs, shape.GroupOutputs, results + n * pixels * shape.Outputs + g * shape.GroupOutputs, add: false);
            }
        }

        ArrayPool<int>.Shared.Return(table);
    }
}
