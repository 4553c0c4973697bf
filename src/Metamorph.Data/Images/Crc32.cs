namespace Metamorph.Data;

/// <summary>The cyclic redundancy check of PNG and gzip: the polynomial 0xEDB88320 with the least significant bit first (ISO 3309; PNG specification, annex D).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Steps((uint)n))];

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Steps(uint n)
    {
        for (int bit = 0; bit < 8; bit++) n = (n & 1) == 1 ? (n >> 1) ^ 0xEDB88320 : n >> 1;
        return n;
    }
}
