using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>Files compressed by gzip (RFC 1952), which may consist of several members, and are told by their first two bytes.</summary>
internal static class Gzip
{
    private static readonly byte[] Mark = [.. "\0the file ended here\0"u8];

    internal static bool Is(ReadOnlySpan<byte> file) => file is [0x1f, 0x8b, ..];

    /// <summary>What the file holds.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or followed by something else.</exception>
    internal static byte[] Decompress(byte[] file)
    {
        // GZipStream takes the end of a file that was cut off for the end of its content, and passes over what follows the last
        // member. So a member of our own is put behind: it is read as one, and comes out at the end, exactly if the file is whole.
        using var whole = new MemoryStream([.. file, .. MarkCompressed()]);
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionMode.Decompress)) gzip.CopyTo(content);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        return bytes.EndsWith(Mark) ? bytes[..^Mark.Length].ToArray() : throw new InvalidDataException("The end of the compressed data is missing.");
    }

    private static byte[] MarkCompressed()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(Mark);
        return compressed.ToArray();
    }
}
