using System.Buffers;
using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>The transpose of a convolution in its weights: dw[u, v, c, o] = sum over n, i, j of x[n, i s + u d - p, j s + v d - p, c] dy[n, i, j, o].</summary>
internal static class ConvolutionWeightGradient
{
    // So many rows of dy are met by all rows of dw before the next: 16 KB of 64 floats, and as many of x, stay in L1.
    private const int Block = 64;

    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="dw">[taps down, taps across, inputs / groups, outputs]</param>
    internal static unsafe void Run<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Require(x.Length, dw.Length, dy.Length);
        if (dw.IsEmpty) return;
        if (dy.IsEmpty)
        {
            dw.Clear();
            return;
        }

        if (WinogradShape.Forward(shape) is { } tiled)
        {
            Winograd.WeightGradient(tiled, x, dy, dw);
            return;
        }

        var (rows, columns) = (shape.Rows, shape.Columns);
        int pixels = shape.OutHeight * shape.OutWidth, chunk = shape.Chunk(pixels), image = shape.Height * shape.Width * shape.Inputs;
        bool bordered = rows.Padding > 0 || columns.Padding > 0;
        using var border = bordered ? new BorderedImages<T>(
            chunk, shape.Height, shape.Width, shape.Inputs, rows.Padding, columns.Padding, shape.Height + 2 * rows.Padding, shape.Width + 2 * columns.Padding) : null;
        int row = border?.Row ?? shape.Width * shape.Inputs, height = border?.Height ?? shape.Height;
        int results = pixels * shape.Outputs, sums = shape.Taps * shape.GroupInputs;
        int[] table = ArrayPool<int>.Shared.Rent(chunk * pixels + 2 * sums);
        fixed (int* offsets = table)
        fixed (T* gradient = dw, cotangents = dy, images = x, inBorder = border?.Memory)
        {
            int* from = offsets + chunk * pixels, to = from + sums;
            for (int i = 0; i < chunk * pixels; i++)
            {
                int n = i / pixels, down = i % pixels / shape.OutWidth, right = i % shape.OutWidth;
                offsets[i] = (n * height + down * rows.Stride) * row + right * columns.Stride * shape.Inputs;
            }

            for (int i = 0; i < sums; i++)
            {
                int tap = i / shape.GroupInputs, channel = i % shape.GroupInputs;
                from[i] = tap / columns.Size * rows.Dilation * row + tap % columns.Size * columns.Dilation * shape.Inputs + channel;
                to[i] = i * shape.Outputs;
            }

            for (int n = 0; n < shape.Images; n += chunk)
            {
                int count = Math.Min(chunk, shape.Images - n);
                border?.Fill(x.Slice(n * image, count * image));
                T* source = bordered ? inBorder : images + n * image, right = cotangents + n * results;
                for (int p = 0; p < count * pixels; p += Block)
                    for (int g = 0; g < shape.Groups; g++)
                        IndirectProduct.Run(
                            sums, from, to, Math.Min(Block, count * pixels - p), offsets + p, 1, source + g * shape.GroupInputs,
                            right + p * shape.Outputs + g * shape.GroupOutputs, shape.Outputs, shape.GroupOutputs, gradient + g * shape.GroupOutputs, add: n + p > 0);
            }
        }

        ArrayPool<int>.Shared.Return(table);
    }
}
