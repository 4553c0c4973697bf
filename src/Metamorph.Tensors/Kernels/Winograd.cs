using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Convolutions 3 x 3 of stride 1 by minimal filtering: tiles of images and the weights are transformed, multiplied as 16 matrices in
/// place of 36, and transformed back. All three maps are made of the same transforms and their transposes.
/// </summary>
/// <remarks>
/// Sums run over transformed numbers: an error is relative to the largest results of a tile, not to each, and what is not finite spoils
/// its whole tile. The bits do not depend on the width of the registers, nor those of an image on how many there are.
/// </remarks>
internal static unsafe class Winograd
{
    // Where memory begins, and the gap between planes: without it all would lie in the same sets of a cache.
    private const int Line = 64;

    /// <summary>y = x convolved with w.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="w">[3, 3, inputs, outputs]</param>
    /// <param name="y">[images, outHeight, outWidth, outputs]</param>
    internal static void Forward<T>(in WinogradShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512<T>, T>(shape, x, w, y);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256<T>, T>(shape, x, w, y);
        else Forward<Lanes128<T>, T>(shape, x, w, y);
    }

    /// <summary>The transpose of <see cref="Forward{T}"/> in w.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, inputs]</param>
    /// <param name="dy">[images, outHeight, outWidth, outputs]</param>
    /// <param name="dw">[3, 3, inputs, outputs]: of it, the input channels of some slices.</param>
    /// <param name="from">The first slice.</param>
    /// <param name="to">Behind the last.</param>
    internal static void WeightGradient<T>(in WinogradShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) WeightGradient<Lanes512<T>, T>(shape, x, dy, dw, from, to);
        else if (Vector256.IsHardwareAccelerated) WeightGradient<Lanes256<T>, T>(shape, x, dy, dw, from, to);
        else WeightGradient<Lanes128<T>, T>(shape, x, dy, dw, from, to);
    }

    /// <summary>The transpose of <see cref="Forward{T}"/> in x is a convolution of dy: with these weights.</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of dy.</param>
    /// <param name="w">[3, 3, inputs, outputs]</param>
    /// <param name="turned">[3, 3, outputs, inputs], the taps in opposite order.</param>
    internal static void Turn<T>(int inputs, int outputs, ReadOnlySpan<T> w, Span<T> turned)
        where T : unmanaged
    {
        int pairs = inputs * outputs;
        fixed (T* from = w[..(WinogradShape.Taps * pairs)], to = turned[..(WinogradShape.Taps * pairs)])
            for (int tap = 0; tap < WinogradShape.Taps; tap++)
                Transposition.Copy(outputs, inputs, from + tap * pairs, 1, outputs, to + (WinogradShape.Taps - 1 - tap) * pairs, inputs);
    }

    /// <summary>The same as <see cref="Forward{T}"/>, in registers of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TLanes, T>(WinogradShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (shape.Inputs, shape.Outputs);
        int pairs = inputs * outputs, weightPlane = Plane<T>(pairs), inputPlane = Plane<T>(shape.Most * inputs), outputPlane = Plane<T>(shape.Most * outputs);
        using var border = Border<T>(shape);
        T[] scratch = ArrayPool<T>.Shared.Rent(WinogradShape.Products * (weightPlane + inputPlane + outputPlane) + outputs + Line / sizeof(T));
        int[] table = ArrayPool<int>.Shared.Rent(2 * shape.Most + 1);
        fixed (T* weights = w, results = y, images = border.Memory, start = scratch)
        fixed (int* row = table)
        {
            T* u = Aligned(start), v = u + WinogradShape.Products * weightPlane, m = v + WinogradShape.Products * inputPlane, beyond = m + WinogradShape.Products * outputPlane;
            int* to = row + shape.Most, zero = to + shape.Most;
            for (int tile = 0; tile < shape.Most; tile++) (row[tile], to[tile]) = (tile * inputs, tile * outputs);
            *zero = 0;
            WinogradTransform<TLanes, T>.Weights(pairs, weights, pairs, u, weightPlane);
            for (int n = 0; n < shape.Images; n += shape.Chunk)
            {
                int count = Math.Min(shape.Chunk, shape.Images - n), tiles = count * shape.Tiles;
                border.Fill(x.Slice(n * shape.ImageSize, count * shape.ImageSize));
                for (int first = 0, next; first < tiles; first = next)
                {
                    next = WinogradShape.Next(first, tiles);
                    Pixels<TLanes, T>(shape, first, next, images, inputs, border.Row, v, inputPlane);
                    for (int k = 0; k < WinogradShape.Products; k++)
                        Multiply<TLanes, T>(
                            new() { Taps = 1, Tap = zero, Right = zero, K = inputs, Step = 1, A = v + k * inputPlane, B = u + k * weightPlane, Down = outputs, Y = m + k * outputPlane },
                            next - first, outputs, row, to);
                    for (int tile = first; tile < next; tile++)
                        WinogradTransform<TLanes, T>.Results(outputs, m + (tile - first) * outputs, outputPlane, new(shape, n * shape.Tiles + tile, results, beyond));
                }
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
        ArrayPool<int>.Shared.Return(table);
    }

    /// <summary>The same as <see cref="WeightGradient{T}"/>, in registers of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WeightGradient<TLanes, T>(WinogradShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw, int from, int to)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int before = WinogradShape.ChannelsOf(from), inputs = WinogradShape.ChannelsOf(to - from), outputs = shape.Outputs;
        int pairs = inputs * outputs, weightPlane = Plane<T>(pairs), inputPlane = Plane<T>(shape.Most * inputs), outputPlane = Plane<T>(shape.Most * outputs);
        using var border = Border<T>(shape);
        T[] scratch = ArrayPool<T>.Shared.Rent(WinogradShape.Products * (weightPlane + inputPlane + outputPlane) + outputs + Line / sizeof(T));
        int[] table = ArrayPool<int>.Shared.Rent(2 * inputs + 1);
        fixed (T* gradient = dw, results = dy, images = border.Memory, start = scratch)
        fixed (int* row = table)
        {
            T* u = Aligned(start), v = u + WinogradShape.Products * weightPlane, m = v + WinogradShape.Products * inputPlane, beyond = m + WinogradShape.Products * outputPlane;
            int* into = row + inputs, zero = into + inputs;
            for (int channel = 0; channel < inputs; channel++) (row[channel], into[channel]) = (channel, channel * outputs);
            *zero = 0;
            new Span<T>(beyond, outputs).Clear();
            for (int n = 0; n < shape.Images; n += shape.Chunk)
            {
                int count = Math.Min(shape.Chunk, shape.Images - n), tiles = count * shape.Tiles;
                border.Fill(x.Slice(n * shape.ImageSize, count * shape.ImageSize));
                for (int first = 0, next; first < tiles; first = next)
                {
                    next = WinogradShape.Next(first, tiles);
                    Pixels<TLanes, T>(shape, first, next, images + before, inputs, border.Row, v, inputPlane);
                    for (int tile = first; tile < next; tile++)
                        WinogradTransform<TLanes, T>.ResultsTransposed(outputs, new(shape, n * shape.Tiles + tile, results, beyond), m + (tile - first) * outputs, outputPlane);
                    for (int k = 0; k < WinogradShape.Products; k++)
                        Multiply<TLanes, T>(
                            new() { Taps = 1, Tap = zero, Right = zero, K = next - first, Step = inputs, A = v + k * inputPlane, B = m + k * outputPlane, Down = outputs, Y = u + k * weightPlane, Add = n + first > 0 },
                            inputs, outputs, row, into);
                }
            }

            WinogradTransform<TLanes, T>.WeightsTransposed(pairs, u, weightPlane, gradient + before * outputs, shape.Inputs * outputs);
        }

        ArrayPool<T>.Shared.Return(scratch);
        ArrayPool<int>.Shared.Return(table);
    }

    /// <summary>Transforms so many channels of the pixels of some tiles, the first of them at the beginning of the images.</summary>
    private static void Pixels<TLanes, T>(in WinogradShape shape, int first, int next, T* images, int channels, int row, T* v, nint plane)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int tile = first; tile < next; tile++, v += channels)
        {
            // A bordered image has two rows more than its tiles: the next begins there.
            var (image, down) = Math.DivRem(tile, shape.Tiles);
            (down, int across) = Math.DivRem(down, shape.Across);
            T* corner = images + (nint)(image * (2 * shape.Down + 2) + 2 * down) * row + 2 * across * shape.Inputs;
            WinogradTransform<TLanes, T>.Pixels(channels, corner, shape.Inputs, row, v, plane);
        }
    }

    private static void Multiply<TLanes, T>(Panel<T> panel, int rows, int columns, int* row, int* to)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; columns > 0; columns -= panel.Columns, panel.B += panel.Columns, panel.Y += panel.Columns)
        {
            panel.Columns = Tiles<TLanes, T>.Columns(columns);
            Tiles<TLanes, T>.Run(panel, rows, row, to);
        }
    }

    private static BorderedImages<T> Border<T>(in WinogradShape shape)
        where T : unmanaged => new(shape.Chunk, shape.Height, shape.Width, shape.Inputs, shape.Top, shape.Left, 2 * shape.Down + 2, 2 * shape.Across + 2);

    private static int Plane<T>(int count)
        where T : unmanaged => count + Line / sizeof(T);

    private static T* Aligned<T>(T* start)
        where T : unmanaged => (T*)(((nint)start + Line - 1) & -Line);
}
