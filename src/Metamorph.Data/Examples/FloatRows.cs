namespace Metamorph.Data;

/// <summary>Examples of a 32-bit number for every value, which a model sees as they are.</summary>
public sealed class FloatRows : ExampleRows
{
    private readonly float[] values;

    /// <summary>Takes numbers as a file has them.</summary>
    /// <param name="values">Example after example; of images, pixel after pixel with the channels of a pixel side by side.</param>
    /// <param name="form">The form of every example: [channels, height, width] of an image.</param>
    /// <exception cref="ShapeException">The form has no numbers, or these are not a whole number of examples.</exception>
    public FloatRows(float[] values, Shape form)
        : base(CountOf(values, form), form) => this.values = values;

    private bool AreImages => Form.Rank == 3;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">They are to be turned and are no square images.</exception>
    public override Tensor Take(ReadOnlySpan<int> rows, int tasks, ReadOnlySpan<int> turns)
    {
        int size = Form.Size, each = rows.Length / tasks;
        float[] taken = new float[rows.Length * size];
        for (int i = 0; i < rows.Length; i++)
        {
            var from = values.AsSpan(rows[i] * size, size);
            var to = taken.AsSpan(i * size, size);
            if (turns.IsEmpty || (turns[i] & 3) == 0) from.CopyTo(to);
            else Turn(from, to, turns[i] & 3);
        }

        // The channels of a pixel side by side, as images lie in memory; a view shows them first.
        return AreImages ? Tensor.Of(taken, [each, Form[1], Form[2], Form[0]], tasks).Permute(0, 3, 1, 2) : Tensor.Of(taken, [each, .. Form], tasks);
    }

    private void Turn(ReadOnlySpan<float> from, Span<float> to, int turns)
    {
        if (!AreImages || Form[1] != Form[2]) throw new NotSupportedException($"examples of the form {Form} are to be turned by quarters. Expected square images [channels, n, n]: draw episodes without rotations.");
        var (channels, n) = (Form[0], Form[1]);
        for (int y = 0; y < n; y++)
        {
            for (int x = 0; x < n; x++)
            {
                var (fromY, fromX) = Quarter.Source(turns, y, x, n);
                from.Slice((fromY * n + fromX) * channels, channels).CopyTo(to[((y * n + x) * channels)..]);
            }
        }
    }

    private static int CountOf(float[] values, Shape form)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (form.Size == 0) throw new ShapeException($"examples of the form {form}. Expected at least one number in each.");
        return values.Length % form.Size == 0 ? values.Length / form.Size : throw new ShapeException($"{values.Length} numbers are no whole number of examples of the form {form}. Expected a multiple of {form.Size}.");
    }
}
