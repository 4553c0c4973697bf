using Metamorph.Tensors.Memory;

namespace Metamorph.Tensors;

/// <summary>Some tasks of a tensor as a tensor of their own, which can be moved along the tasks without a copy.</summary>
internal abstract class TaskWindow
{
    /// <summary>The tasks at hand.</summary>
    internal required Tensor Tensor { get; init; }

    /// <summary>Moves it.</summary>
    /// <param name="first">The first task at hand.</param>
    internal abstract void MoveTo(int first);

    /// <summary>A window of so many tasks on a tensor, which may get another place in memory between two moves.</summary>
    internal static TaskWindow On(Tensor whole, int tasks) => whole.DType switch
    {
        DType.Float32 => On<float>(whole, tasks),
        DType.Float64 => On<double>(whole, tasks),
        _ => On<int>(whole, tasks),
    };

    private static Of<T> On<T>(Tensor whole, int tasks)
        where T : unmanaged
    {
        // From the first task's first number in memory to the last one's last.
        int[] sizes = [tasks, .. whole.Shape.Span], strides = whole.FullStrides;
        int least = 0, most = 0;
        for (int i = 0; i < sizes.Length; i++)
            if (strides[i] < 0) least += (sizes[i] - 1) * strides[i];
            else most += (sizes[i] - 1) * strides[i];
        int count = whole.Size * tasks == 0 ? 0 : most - least + 1;
        var storage = new Storage<T>(count);
        var tensor = new Tensor(storage, whole.DType, whole.Shape, tasks) { IsWeak = whole.IsWeak }.View(whole.Shape, tasks, -least, strides);
        return new(whole, storage, least, strides[0]) { Tensor = tensor };
    }

    private sealed class Of<T>(Tensor whole, Storage<T> window, int least, int taskStride) : TaskWindow
        where T : unmanaged
    {
        internal override void MoveTo(int first)
        {
            var (array, start) = ((Storage<T>)whole.Storage).Place();
            window.PutAt(array, start + whole.Offset + least + first * taskStride);
        }
    }
}
