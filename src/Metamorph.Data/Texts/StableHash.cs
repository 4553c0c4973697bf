namespace Metamorph.Data;

/// <summary>
/// FNV-1a of 64 bits (Fowler, Noll and Vo; RFC 9923): the same number for the same bytes on every machine and in every version, which .NET's own
/// hashes are not.
/// </summary>
internal static class StableHash
{
    /// <summary>The hash of no bytes.</summary>
    internal const ulong Start = 0xCBF29CE484222325;

    private const ulong Prime = 0x100000001B3;

    /// <summary>The hash of what came before and some bytes more.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes, ulong before = Start)
    {
        foreach (byte b in bytes) before = (before ^ b) * Prime;
        return before;
    }

    /// <summary>
    /// A bucket, 1 to buckets - 1: bucket 0 is kept for padding. The last bytes have hardly reached the upper bits of FNV-1a, so that its bits are
    /// mixed once more (the end of MurmurHash3, Appleby 2011).
    /// </summary>
    internal static int Bucket(ulong hash, int buckets)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return 1 + (int)((hash >> 32) * (ulong)(buckets - 1) >> 32);
    }
}
