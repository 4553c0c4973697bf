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

    /// <summary>Takes the memory back: every tensor that still looks into it is from now on an error.</summary>
    internal void Recycle() => Lease++;
}

/// <summary>Storage of one kind of number.</summary>
internal sealed class Storage<T>(T[] array) : Storage
    where T : unmanaged
{
    internal T[] Array { get; } = array;

    internal override unsafe long Bytes => (long)Array.Length * sizeof(T);
}
