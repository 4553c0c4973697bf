using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Windows without weights, each channel by itself. A pixel's channels are one run of memory, and every operation works on whole runs.
/// The shape is that of a convolution with as many groups as channels; padding takes no part.
/// </summary>
internal static class Pooling
{
    /// <summary>For every place and channel, which pixel under the window is the largest: its number in the image, row after row. Of equal ones it is the first; a NaN is the largest.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, channels]</param>
    /// <param name="index">[images, outHeight, outWidth, channels]</param>
    internal static void Largest<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, Span<int> index)
        where T : unmanaged, INumber<T>
    {
        int channels = shape.Inputs;
        Span<T> best = channels <= 512 ? stackalloc T[channels] : new T[channels];
        for (int place = 0, places = shape.Images * shape.OutHeight * shape.OutWidth; place < places; place++)
        {
            var window = new Under(shape, place);
            var chosen = index.Slice(place * channels, channels);
            for (int y = window.Top; y < window.Bottom; y += shape.Rows.Dilation)
                for (int i = window.Left; i < window.Right; i += shape.Columns.Dilation)
                {
                    int pixel = y * shape.Width + i;
                    var values = x.Slice((window.Image + pixel) * channels, channels);
                    if (y > window.Top || i > window.Left)
                    {
                        Larger(values, pixel, best, chosen);
                        continue;
                    }

                    values.CopyTo(best);
                    chosen.Fill(pixel);
                }
        }
    }

    /// <summary>The sum of the pixels under every place of the window.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[images, height, width, channels]</param>
    /// <param name="y">[images, outHeight, outWidth, channels]</param>
    internal static void Sum<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        y.Clear();
        for (int place = 0, places = shape.Images * shape.OutHeight * shape.OutWidth; place < places; place++)
        {
            var sum = y.Slice(place * shape.Inputs, shape.Inputs);
            var window = new Under(shape, place);
            for (int down = window.Top; down < window.Bottom; down += shape.Rows.Dilation)
                for (int right = window.Left; right < window.Right; right += shape.Columns.Dilation)
                    TensorPrimitives.Add(sum, x.Slice((window.Image + down * shape.Width + right) * shape.Inputs, shape.Inputs), sum);
        }
    }

    /// <summary>The transpose of <see cref="Sum"/>: every place adds its number to the pixels under the window.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="y">[images, outHeight, outWidth, channels]</param>
    /// <param name="x">[images, height, width, channels]</param>
    internal static void Spread<T>(in ConvolutionShape shape, ReadOnlySpan<T> y, Span<T> x)
        where T : unmanaged, INumber<T>
    {
        x.Clear();
        for (int place = 0, places = shape.Images * shape.OutHeight * shape.OutWidth; place < places; place++)
        {
            var number = y.Slice(place * shape.Inputs, shape.Inputs);
            var window = new Under(shape, place);
            for (int down = window.Top; down < window.Bottom; down += shape.Rows.Dilation)
                for (int right = window.Left; right < window.Right; right += shape.Columns.Dilation)
                {
                    var pixel = x.Slice((window.Image + down * shape.Width + right) * shape.Inputs, shape.Inputs);
                    TensorPrimitives.Add(pixel, number, pixel);
                }
        }
    }

    /// <summary>Takes the values that are larger than the best, or NaN where the best is none.</summary>
    private static void Larger<T>(ReadOnlySpan<T> values, int pixel, Span<T> best, Span<int> chosen)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            // Lanes of floats and of indices are equally wide. !(value <= best) holds for a NaN too.
            var value = MemoryMarshal.Cast<T, float>(values);
            var largest = MemoryMarshal.Cast<T, float>(best);
            var here = new Vector<int>(pixel);
            for (; i <= value.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var (v, b) = (new Vector<float>(value[i..]), new Vector<float>(largest[i..]));
                var larger = Vector.AndNot(Vector.Equals(b, b), Vector.LessThanOrEqual(v, b));
                Vector.ConditionalSelect(larger, v, b).CopyTo(largest[i..]);
                Vector.ConditionalSelect(larger, here, new Vector<int>(chosen[i..])).CopyTo(chosen[i..]);
            }
        }

        for (; i < values.Length; i++)
            if (!(values[i] <= best[i]) && !T.IsNaN(best[i])) (best[i], chosen[i]) = (values[i], pixel);
    }

    /// <summary>What lies under one place of the window: pixels of the image alone.</summary>
    private readonly ref struct Under
    {
        internal Under(in ConvolutionShape shape, int place)
        {
            var (image, at) = Math.DivRem(place, shape.OutHeight * shape.OutWidth);
            var (down, right) = Math.DivRem(at, shape.OutWidth);
            Image = image * shape.Height * shape.Width;
            (Top, Bottom) = Along(shape.Rows, down, shape.Height);
            (Left, Right) = Along(shape.Columns, right, shape.Width);
        }

        /// <summary>The first pixel of the image.</summary>
        internal int Image { get; }

        internal int Top { get; }

        internal int Bottom { get; }

        internal int Left { get; }

        internal int Right { get; }

        /// <summary>The first pixel of an axis, and behind the last.</summary>
        private static (int First, int End) Along(Window window, int place, int size)
        {
            int first = place * window.Stride - window.Padding, end = Math.Min(first + window.Span, size);
            if (first < 0) first += (-first + window.Dilation - 1) / window.Dilation * window.Dilation;
            return (first, end);
        }
    }
}
