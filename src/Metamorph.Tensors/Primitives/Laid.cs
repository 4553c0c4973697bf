namespace Metamorph.Tensors;

/// <summary>
/// The values of a tensor task by task, with the axes in the order that a kernel wants; copied only if they lie otherwise.
/// Convolutions and pooling want channels last and give results that lie so, under the public shape [n, channels, height, width].
/// </summary>
internal readonly struct Laid<T>
    where T : unmanaged
{
    private readonly T[] memory;
    private readonly int offset;
    private readonly int taskStride;
    private readonly int size;

    private Laid(Tensor x)
    {
        int[] strides = x.FullStrides;
        if (!Kernels.Strides.AreDense(x.Shape.Span, strides.AsSpan(1)))
        {
            x = strides[0] == 0 || x.Tasks is null ? x.View(x.Shape, null, x.Offset, strides).Dense() : x.Dense();
            strides = x.FullStrides;
        }

        (memory, offset, size, taskStride) = (x.Memory<T>(), x.Offset, x.Size, x.Tasks is null ? 0 : strides[0]);
    }

    /// <summary>Whether all tasks share the values.</summary>
    internal bool Shared => taskStride == 0;

    /// <summary>Whether each task's values begin where those of the task before end.</summary>
    internal bool Follows => taskStride == size;

    /// <summary>The values of a task.</summary>
    internal ReadOnlySpan<T> this[int task] => memory.AsSpan(offset + task * taskStride, size);

    /// <summary>The values of the first tasks, which follow one another.</summary>
    internal ReadOnlySpan<T> Take(int tasks) => memory.AsSpan(offset, tasks * size);

    /// <summary>[n, channels, height, width] lying as [n, height, width, channels].</summary>
    internal static Laid<T> Pixels(Tensor x) => new(Laid.View(x, 0, 2, 3, 1));

    /// <summary>[outputs, inputs, taps down, taps across] lying as [taps down, taps across, inputs, outputs].</summary>
    internal static Laid<T> Taps(Tensor w) => new(Laid.View(w, 2, 3, 1, 0));
}

/// <summary>Views between the order of axes that is seen and the one in which the values lie.</summary>
internal static class Laid
{
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
