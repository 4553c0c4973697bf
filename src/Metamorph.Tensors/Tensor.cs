using Metamorph.Tensors.Derivatives;
using Metamorph.Tensors.Kernels;
using Metamorph.Tensors.Memory;
using Metamorph.Tensors.Threads;

namespace Metamorph.Tensors;

/// <summary>
/// A mapping from tasks to arrays. <see cref="Shape"/> is what one task sees; <see cref="Tasks"/> is how many tasks there are, or
/// null where all share one array. Printed <c>[32; 5, 784]</c>: 32 tasks, each with 5 rows of 784. Operations act on the per-task
/// shape and broadcast the task axis; only <see cref="MeanOverTasks"/> and <see cref="SumOverTasks"/> cross tasks.
/// A tensor never changes, needs no disposal and may be used from any thread.
/// </summary>
public sealed partial class Tensor : ITensors<Tensor>
{
    private readonly Storage storage;
    private readonly int lease;

    internal Tensor(Storage storage, DType dtype, Shape shape, int? tasks, int offset = 0, int[]? strides = null)
    {
        (this.storage, lease) = (storage, storage.Lease);
        (DType, Shape, Tasks, Offset, Strides) = (dtype, shape, tasks, offset, strides);
    }

    /// <summary>What kind of number it holds.</summary>
    public DType DType { get; }

    /// <summary>The number of tasks; null: shared by all tasks.</summary>
    public int? Tasks { get; }

    /// <summary>What one task sees.</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes that one task sees.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of entries that one task sees.</summary>
    public int Size => Shape.Size;

    /// <summary>Whether it came from a plain C# number and takes the dtype of the first tensor that it meets.</summary>
    public bool IsWeak { get; internal init; }

    /// <summary>Where entry 0 lies in the storage.</summary>
    internal int Offset { get; }

    /// <summary>Strides of the task axis and of every axis of the shape; null where the values lie row after row without gaps.</summary>
    internal int[]? Strides { get; }

    /// <summary>What made it, if a derivative listened.</summary>
    internal Node? Node { get; set; }

    /// <summary>How its values come about, as long as they have not.</summary>
    internal Work? Pending { get; private set; }

    /// <summary>Its place in a step that is being recorded; it has no values then.</summary>
    internal Recorded? Recorded { get; private set; }

    /// <summary>The outermost derivative that listens now and that it depends on.</summary>
    internal Scope? Scope => Node?.Scope is { Listening: true } scope ? scope : null;

    /// <summary>Entries of all tasks together.</summary>
    internal int Count => Size * (Tasks ?? 1);

    /// <summary>The task axis (1 without tasks), then the axes of the shape.</summary>
    internal int[] FullSizes => [Tasks ?? 1, .. Shape.Span];

    /// <summary>Strides in any case, in the order of <see cref="FullSizes"/>.</summary>
    internal int[] FullStrides => Strides ?? Kernels.Strides.Dense(FullSizes);

    IReadOnlyList<Tensor> ITensors<Tensor>.Tensors => [this];

    Tensor ITensors<Tensor>.With(IReadOnlyList<Tensor> tensors) => tensors[0];

    string ITensors<Tensor>.NameOf(int index) => "x";

    /// <summary>The same numbers as a constant: no derivative flows through it.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Stop() => new(Live(), DType, Shape, Tasks, Offset, Strides) { IsWeak = IsWeak, Recorded = Recorded };

    /// <summary>A new, dense tensor whose values are still to be written.</summary>
    internal static Tensor Allocate<T>(Shape shape, int? tasks, bool weak = false)
        where T : unmanaged =>
        new(new Storage<T>(CountOf(shape, tasks)), DTypeOf<T>(), shape, tasks) { IsWeak = weak };

    /// <summary>A new, dense tensor of a dtype whose values are still to be written.</summary>
    internal static Tensor Allocate(DType dtype, Shape shape, int? tasks, bool weak) => dtype switch
    {
        DType.Float32 => Allocate<float>(shape, tasks, weak),
        DType.Float64 => Allocate<double>(shape, tasks, weak),
        _ => Allocate<int>(shape, tasks),
    };

    /// <summary>Says how the values of a tensor just allocated come about.</summary>
    internal Tensor By(Work work)
    {
        Pending = work;
        return this;
    }

    /// <inheritdoc cref="By(Work)"/>
    internal Tensor By(Action work) => By(new Work.Of(work));

    /// <summary>Makes the values come about, large ones on all processors.</summary>
    internal Tensor Complete()
    {
        Detach()?.Run(Workers.Most);
        return this;
    }

    /// <summary>How the values come about, from now on somebody else's business.</summary>
    internal Work? Detach()
    {
        var work = Pending;
        Pending = null;
        return work;
    }

    /// <summary>Makes this a part of a step that is being recorded: no values will come about.</summary>
    internal Tensor Record(Recorded recorded)
    {
        (Pending, Recorded) = (null, recorded);
        storage.Record();
        return this;
    }

    /// <summary>Another look at the same memory.</summary>
    internal Tensor View(Shape shape, int? tasks, int offset, int[] strides)
    {
        bool dense = Kernels.Strides.AreDense([tasks ?? 1, .. shape.Span], strides);
        return new(Live(), DType, shape, tasks, CountOf(shape, tasks) == 0 ? 0 : offset, dense ? null : strides) { IsWeak = IsWeak, Pending = Pending };
    }

    /// <summary>The number of entries of all tasks together, if a tensor can hold as many.</summary>
    private static int CountOf(Shape shape, int? tasks)
    {
        if (tasks < 0) throw new ShapeException($"a tensor of {tasks} tasks was asked for. Expected 0 or more, or null for a tensor that all tasks share.");
        long count = (long)shape.Size * (tasks ?? 1);
        return count <= int.MaxValue
            ? (int)count
            : throw new ShapeException($"a tensor [{tasks}; {string.Join(", ", shape)}] has more than {int.MaxValue} entries, the most that one tensor holds. Split it, e.g. into chunks of tasks.");
    }

    /// <summary>Whether two tensors look into the same memory.</summary>
    internal bool SharesStorage(Tensor other) => ReferenceEquals(storage, other.storage);

    /// <summary>Bytes of the storage that it looks into.</summary>
    internal long StorageBytes => storage.Bytes;

    /// <summary>What it looks into.</summary>
    internal Storage Storage => Live();

    /// <summary>All the memory that it looks into.</summary>
    internal Span<T> Memory<T>()
        where T : unmanaged => ((Storage<T>)Live()).Span;

    /// <summary>The values in row-major order, task after task; a copy where they do not lie so.</summary>
    internal ReadOnlySpan<T> Values<T>()
        where T : unmanaged => Strides is null ? Memory<T>().Slice(Offset, Count) : Reader<T>().Next(Count, new T[Count]);

    /// <summary>This tensor with its values row after row: itself where they lie so, otherwise a copy that is still to be made.</summary>
    internal Tensor Dense()
    {
        return Strides is null ? this : DType switch
        {
            DType.Float32 => Copy<float>(),
            DType.Float64 => Copy<double>(),
            _ => Copy<int>(),
        };

        Tensor Copy<T>()
            where T : unmanaged
        {
            var copy = Allocate<T>(Shape, Tasks, IsWeak);
            var walk = Walk;
            int[] position = new int[walk.OuterRank];
            return copy.By(() => new StridedReader<T>(Memory<T>(), walk, position).Next(Count, copy.Target<T>()));
        }
    }

    /// <summary>The same numbers in memory of their own.</summary>
    /// <returns>Shape and tasks as this; a constant.</returns>
    public Tensor Copy() => CopyInto(Allocate(DType, Shape, Tasks, IsWeak));

    /// <summary>Writes the same numbers into a dense tensor of the same form.</summary>
    internal Tensor CopyInto(Tensor copy)
    {
        switch (DType)
        {
            case DType.Float32: CopyTo(copy.Target<float>()); break;
            case DType.Float64: CopyTo(copy.Target<double>()); break;
            default: CopyTo(copy.Target<int>()); break;
        }

        return copy;
    }

    /// <summary>Writes the values in row-major order, task after task.</summary>
    internal void CopyTo<T>(Span<T> target)
        where T : unmanaged
    {
        if (Strides is null) Memory<T>().Slice(Offset, Count).CopyTo(target);
        else Reader<T>().Next(Count, target);
    }

    /// <summary>A tensor of the same memory, which from now on this one may not look into any more.</summary>
    internal Tensor Renewed()
    {
        storage.Recycle();
        return new(storage, DType, Shape, Tasks, Offset, Strides) { IsWeak = IsWeak };
    }

    /// <summary>The values to be written of a tensor just allocated.</summary>
    internal Span<T> Target<T>()
        where T : unmanaged => Memory<T>();

    /// <summary>Reads the values in row-major order, task after task.</summary>
    internal StridedReader<T> Reader<T>()
        where T : unmanaged => Walk.Reader<T>(Memory<T>());

    /// <summary>How to walk through its values in row-major order, task after task.</summary>
    internal Walk Walk => new(Offset, FullSizes, Strides);

    internal static DType DTypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : throw new DTypeException($"tensors hold float, double or int, not {typeof(T).Name}.");

    private Storage Live() => storage.Lease == lease
        ? storage
        : throw new InvalidOperationException($"tensor {Form} looks into memory that is used again: it was made inside Arena.Run and not returned, or it is an older result of a replayed step. Return it from the function given to Arena.Run, or keep a Copy() of it in time.");
}
