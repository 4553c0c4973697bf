namespace Metamorph.Data;

/// <summary>Images, or spectrograms, of a byte for every value: what a model sees are 0 .. 1.</summary>
public sealed class ByteRows : ExampleRows
{
    private readonly byte[] values;
    private readonly int channels;
    private readonly int height;
    private readonly int width;

    /// <summary>Takes bytes as a file has them.</summary>
    /// <param name="values">Image after image, row after row, pixel after pixel, the channels of a pixel side by side.</param>
    /// <param name="form">[channels, height, width] of every image.</param>
    /// <exception cref="ShapeException">The form is no image, or the bytes are not a whole number of images.</exception>
    public ByteRows(byte[] values, Shape form)
        : base(CountOf(values, form), form)
    {
        this.values = values;
        (channels, height, width) = (form[0], form[1], form[2]);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Images that are not square are to be turned.</exception>
    public override Tensor Take(ReadOnlySpan<int> rows, int tasks, ReadOnlySpan<int> turns)
    {
        int size = Form.Size;
        float[] taken = new float[rows.Length * size];
        for (int i = 0; i < rows.Length; i++) Write(rows[i], turns.IsEmpty ? 0 : turns[i] & 3, taken.AsSpan(i * size, size));

        // The channels of a pixel side by side, as images lie in memory; a view shows them first.
        return Tensor.Of(taken, [rows.Length / tasks, height, width, channels], tasks).Permute(0, 3, 1, 2);
    }

    /// <summary>The bytes of one image: row after row, pixel after pixel, the channels of a pixel side by side.</summary>
    /// <param name="row">Which.</param>
    public ReadOnlySpan<byte> Bytes(int row) => values.AsSpan(row * Form.Size, Form.Size);

    private void Write(int row, int turns, Span<float> to)
    {
        const float Scale = 1f / 255;
        var from = Bytes(row);
        if (turns == 0)
        {
            for (int i = 0; i < to.Length; i++) to[i] = from[i] * Scale;
            return;
        }

        if (height != width) throw new NotSupportedException($"images of {height}x{width} are to be turned by quarters. Expected square ones: resize them, or draw episodes without rotations.");
        int n = height;
        for (int y = 0; y < n; y++)
        {
            for (int x = 0; x < n; x++)
            {
                var (fromY, fromX) = Quarter.Source(turns, y, x, n);
                for (int c = 0; c < channels; c++) to[(y * n + x) * channels + c] = from[(fromY * n + fromX) * channels + c] * Scale;
            }
        }
    }

    private static int CountOf(byte[] values, Shape form)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (form.Rank != 3 || form.Size == 0) throw new ShapeException($"images of the form {form}. Expected [channels, height, width].");
        return values.Length % form.Size == 0 ? values.Length / form.Size : throw new ShapeException($"{values.Length} bytes are no whole number of images of the form {form}. Expected a multiple of {form.Size}.");
    }
}
