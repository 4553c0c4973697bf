namespace Metamorph.Tensors.Memory;

/// <summary>
/// The memory that tensors look into. Its lease number counts how often it was handed out: a tensor remembers the lease that it was
/// born with, so one that outlives its memory is found out at its next use and never reads another tensor's numbers.
/// </summary>
internal abstract class Storage
{
    /// <summary>The current lease; it moves on when the memory is taken back.</summary>
    internal int Lease { get; private protected set; }

    /// <summary>How many bytes it occupies.</summary>
    internal abstract long Bytes { get; }

    /// <summary>How many numbers it holds.</summary>
    internal abstract int Count { get; }

    /// <summary>Whether it belongs to a step that is being recorded: it has a size and no numbers.</summary>
    internal bool IsRecorded { get; private set; }

    /// <summary>Takes the memory back: every tensor that still looks into it is from now on an error.</summary>
    internal void Recycle() => Lease++;

    /// <summary>Takes its memory now, before several threads touch it at once.</summary>
    internal abstract void Take();

    /// <summary>Says that there will be no numbers.</summary>
    internal void Record() => IsRecorded = true;
}

/// <summary>Storage of one kind of number. Memory is taken when it is first touched, or given by a plan.</summary>
internal sealed class Storage<T> : Storage
    where T : unmanaged
{
    private T[]? array;
    private int start;

    /// <summary>Of memory that is there.</summary>
    internal Storage(T[] array) => (this.array, Count) = (array, array.Length);

    /// <summary>Of so many numbers, whose memory is taken when it is first touched.</summary>
    internal Storage(int count) => Count = count;

    internal override int Count { get; }

    internal override unsafe long Bytes => (long)Count * sizeof(T);

    internal override void Take() => Place();

    /// <summary>All its numbers.</summary>
    /// <exception cref="RecordingException">It has none, as a step is being recorded.</exception>
    internal Span<T> Span => Place().Array.AsSpan(start, Count);

    /// <summary>Where its numbers lie.</summary>
    internal (T[] Array, int Start) Place()
    {
        if (IsRecorded) throw new RecordingException();
        return (array ??= Arena.Current?.Rent<T>(this) ?? GC.AllocateUninitializedArray<T>(Count), start);
    }

    /// <summary>Gives it a place in memory that belongs to somebody else.</summary>
    internal void PutAt(T[] memory, int from) => (array, start) = (memory, from);
}
