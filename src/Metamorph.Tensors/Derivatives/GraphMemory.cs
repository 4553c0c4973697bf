namespace Metamorph.Tensors.Derivatives;

/// <summary>
/// Counts the bytes that a derivative's graph holds: the result of every recorded node that owns memory (views own none). What a
/// region records while it runs or is rebuilt is dropped when it is done; the rest stays until the derivative is done.
/// </summary>
internal sealed class GraphMemory
{
    private long held;
    private long peak;

    /// <summary>Bytes held now.</summary>
    internal long Held => Interlocked.Read(ref held);

    /// <summary>The most bytes that were ever held.</summary>
    internal long Peak => Interlocked.Read(ref peak);

    /// <summary>A node was recorded.</summary>
    internal void Record(Tensor result, Tensor[] inputs)
    {
        foreach (var input in inputs)
            if (input.SharesStorage(result)) return;
        long now = Interlocked.Add(ref held, result.StorageBytes), most;
        while (now > (most = Peak)) Interlocked.CompareExchange(ref peak, now, most);
    }

    /// <summary>All that was recorded since <paramref name="mark"/> was read from <see cref="Held"/> has been dropped.</summary>
    internal void ReleaseTo(long mark) => Interlocked.Exchange(ref held, mark);
}
