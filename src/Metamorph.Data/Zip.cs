using System.IO.Compression;

namespace Metamorph.Data;

/// <summary>Zip files, whose content is checked against the length and the checksum that it is said to have.</summary>
internal static class Zip
{
    /// <summary>The files in a zip file, in its own order.</summary>
    /// <param name="content">The zip file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="wanted">Whether a file of this path is read.</param>
    /// <returns>Paths and contents, one at a time.</returns>
    /// <exception cref="FormatException">It is damaged.</exception>
    internal static IEnumerable<(string Path, byte[] Content)> Files(byte[] content, string name, Func<string, bool> wanted)
    {
        using var zip = Guarded(name, () =>
        {
            var opened = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            _ = opened.Entries.Count;
            return opened;
        });
        foreach (var entry in zip.Entries)
            if (!entry.FullName.EndsWith('/') && wanted(entry.FullName)) yield return (entry.FullName, Guarded($"{name}: {entry.FullName}", () => Content(entry)));
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        // No more is read than there is said to be, and memory is taken as it comes: neither a wrong length nor a bomb takes more.
        using var file = entry.Open();
        using var read = new MemoryStream();
        byte[] block = new byte[8192];
        while (file.Read(block) is var count and > 0 && read.Length <= entry.Length) read.Write(block, 0, count);
        if (read.Length != entry.Length) throw new InvalidDataException($"It holds {(read.Length > entry.Length ? "more than" : $"{read.Length} of")} the {entry.Length} bytes that it is said to have.");
        byte[] content = read.ToArray();
        return Crc32.Of(content) == entry.Crc32 ? content : throw new InvalidDataException($"Its checksum is {Crc32.Of(content):X8} and should be {entry.Crc32:X8}.");
    }

    // All of the file is in memory, so whatever goes wrong is wrong with its content.
    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException($"{name}: the zip file is damaged, or packed in a way that is not read: {e.Message} Expected a whole zip file whose contents are stored or deflated. Fetch it again.", e);
        }
    }
}
