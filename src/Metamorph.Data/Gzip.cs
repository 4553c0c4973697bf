using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>Files compressed by gzip (RFC 1952), which may consist of several members, and are told by their first two bytes.</summary>
internal static class Gzip
{
    private static readonly byte[] Mark = [.. "\0the file ended here\0"u8];

    internal static bool Is(ReadOnlySpan<byte> file) => file is [0x1f, 0x8b, ..];

    /// <summary>What the file holds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="most">The most bytes that it may hold, as far as its own header says it: a few compressed bytes can become thousands of times as many.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or followed by something else, or holds more.</exception>
    internal static byte[] Decompress(byte[] file, long most = int.MaxValue)
    {
        // GZipStream takes the end of a file that was cut off for the end of its content, and passes over what follows the last
        // member. So a member of our own is put behind: it is read as one, and comes out at the end, exactly if the file is whole.
        using var whole = new MemoryStream([.. file, .. MarkCompressed()]);
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionMode.Decompress))
        {
            byte[] part = new byte[1 << 14];
            for (int came; (came = gzip.Read(part)) > 0;)
            {
                if (content.Length + came > most + Mark.Length) throw new InvalidDataException($"More than {most} bytes come out.");
                content.Write(part, 0, came);
            }
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        return bytes.EndsWith(Mark) ? bytes[..^Mark.Length].ToArray() : throw new InvalidDataException("The end of the compressed data is missing.");
    }

    /// <summary>What the file holds first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many bytes; fewer come if there are fewer.</param>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    internal static byte[] Begin(byte[] file, int count)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        byte[] begin = new byte[count];
        return begin[..gzip.ReadAtLeast(begin, count, throwOnEndOfStream: false)];
    }

    private static byte[] MarkCompressed()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(Mark);
        return compressed.ToArray();
    }
}
