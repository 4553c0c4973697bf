namespace Metamorph.Data;

/// <summary>The checksum of zip, gzip and PNG (ISO 3309): the remainder modulo x^32 + x^26 + ... + 1, bits in reverse.</summary>
internal static class Crc32
{
    // The remainder of each byte alone.
    private static readonly uint[] Bytes = [.. Enumerable.Range(0, 256).Select(n =>
    {
        uint c = (uint)n;
        for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320 ^ c >> 1 : c >> 1;
        return c;
    })];

    internal static uint Of(ReadOnlySpan<byte> content)
    {
        uint c = uint.MaxValue;
        foreach (byte b in content) c = Bytes[(byte)(c ^ b)] ^ c >> 8;
        return ~c;
    }
}
