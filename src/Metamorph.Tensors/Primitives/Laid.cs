namespace Metamorph.Tensors;

/// <summary>
/// A tensor's values task by task, with the axes in the order that a kernel wants; copied, each time that they are read, only if they lie otherwise.
/// Convolutions and pooling want channels last and give results that lie so, under the public shape [n, channels, height, width].
/// </summary>
internal sealed class Laid
{
    private readonly Tensor x;
    private readonly Work? copy;
    private readonly int taskStride;

    private Laid(Tensor seen)
    {
        int[] strides = seen.FullStrides;
        if (!Kernels.Strides.AreDense(seen.Shape.Span, strides.AsSpan(1)))
        {
            seen = (strides[0] == 0 || seen.Tasks is null ? seen.View(seen.Shape, null, seen.Offset, strides) : seen).Dense();
            copy = seen.Pending;
            strides = seen.FullStrides;
        }

        (x, taskStride) = (seen, seen.Tasks is null ? 0 : strides[0]);
    }

    /// <summary>Whether all tasks share the values.</summary>
    internal bool Shared => taskStride == 0;

    /// <summary>Whether each task's values begin where those of the task before end.</summary>
    internal bool Follows => taskStride == x.Size;

    /// <summary>The values as they are now.</summary>
    internal Numbers<T> Read<T>()
        where T : unmanaged
    {
        Copy();
        return Values<T>();
    }

    /// <summary>Copies the values as they are now, if they lie otherwise.</summary>
    internal void Copy() => copy?.Run();

    /// <summary>The values as they were when they were last copied.</summary>
    internal Numbers<T> Values<T>()
        where T : unmanaged => new(x.Memory<T>()[x.Offset..], x.Size, taskStride);

    /// <summary>As they are seen, row after row.</summary>
    internal static Laid Rows(Tensor x) => new(x);

    /// <summary>[n, channels, height, width] lying as [n, height, width, channels].</summary>
    internal static Laid Pixels(Tensor x) => new(View(x, 0, 2, 3, 1));

    /// <summary>[outputs, inputs, taps down, taps across] lying as [taps down, taps across, inputs, outputs].</summary>
    internal static Laid Taps(Tensor w) => new(View(w, 2, 3, 1, 0));

    /// <summary>Values task by task.</summary>
    internal readonly ref struct Numbers<T>(ReadOnlySpan<T> memory, int size, int taskStride)
    {
        private readonly ReadOnlySpan<T> memory = memory;

        /// <summary>The values of a task.</summary>
        internal ReadOnlySpan<T> this[int task] => memory.Slice(task * taskStride, size);

        /// <summary>The values of some tasks, which follow one another.</summary>
        internal ReadOnlySpan<T> Take(int first, int tasks) => memory.Slice(first * taskStride, tasks * size);
    }

    /// <summary>[n, height, width, channels] seen as [n, channels, height, width].</summary>
    internal static Tensor SeenPixels(Tensor lying) => View(lying, 0, 3, 1, 2);

    /// <summary>[taps down, taps across, inputs, outputs] seen as [outputs, inputs, taps down, taps across].</summary>
    internal static Tensor SeenTaps(Tensor lying) => View(lying, 3, 2, 0, 1);

    /// <summary>The axes in another order, unrecorded: a kernel's business.</summary>
    internal static Tensor View(Tensor x, params int[] axes) => new PermutePrimitive(axes).Forward([x]);

    /// <summary>
    /// The order in which the axes of a result computed entry by entry shall lie: that of the first operand that has an entry of its
    /// own for each. Null: row after row. Images and weights of convolutions keep their order so; matrices lie row after row, as products like them.
    /// </summary>
    internal static int[]? Order(params ReadOnlySpan<Tensor> operands)
    {
        foreach (var x in operands)
        {
            if (x.Strides is not { } strides || x.Rank < 3) return null;
            if (Kernels.Strides.AreDense(x.Shape.Span, strides.AsSpan(1))) return null;
            int[] order = [.. Enumerable.Range(0, x.Rank).OrderByDescending(i => strides[i + 1])];
            if (Kernels.Strides.AreDense(Array.ConvertAll(order, i => x.Shape[i]), Array.ConvertAll(order, i => strides[i + 1]))) return order;
        }

        return null;
    }

    /// <summary>A result whose axes lie in an order, seen in their own.</summary>
    internal static Tensor Seen(Tensor lying, int[] order)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[order[i]] = i;
        return View(lying, inverse);
    }
}
