namespace Metamorph.Tensors.Formats;

/// <summary>
/// A file that is written whole or not at all: readers see what was there before or what is there after, and never a part of it,
/// also where the process or the machine fails on the way.
/// </summary>
public static class AtomicFile
{
    private const string TemporaryStart = ".metamorph-";

    /// <summary>Fits the temporary names: files that a process which was killed while it wrote has left in a folder.</summary>
    public const string TemporaryPattern = TemporaryStart + "*";

    /// <summary>
    /// Writes a file under a temporary name in the folder of <paramref name="path"/>, flushes it to the disk and renames it. On any
    /// failure the temporary file is deleted, and a file that was there before stays as it is, byte for byte.
    /// </summary>
    /// <param name="path">The file to make or to replace. Where it is a link, the file that it points to is replaced.</param>
    /// <param name="write">Writes the content; it leaves the stream open.</param>
    /// <exception cref="IOException">The folder does not exist or cannot be written to, or <paramref name="path"/> is a folder.</exception>
    /// <example><code>AtomicFile.Write("summary.json", stream => JsonSerializer.Serialize(stream, summary, Context.Default.Summary));</code></example>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = new FileInfo(path).LinkTarget is null
            ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (Directory.Exists(target)) throw new IOException($"cannot write '{path}': it is a folder. Expected the name of a file.");

        // In the same folder, because only within one file system is renaming a single step.
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, TemporaryStart + Path.GetRandomFileName());
        var stream = Create(temporary, path);
        try
        {
            using (stream)
            {
                // A file that only its owner may read stays so.
                if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static FileStream Create(string temporary, string path)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e switch
            {
                DirectoryNotFoundException => "it does not exist",
                UnauthorizedAccessException => "access is denied",
                _ => e.Message,
            };
            string folder = Path.GetDirectoryName(temporary)!;
            throw new IOException(
                $"cannot write '{path}': no file can be made in the folder '{folder}' ({reason}). " +
                "Expected a folder that exists and that this process may write to.", e);
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says more than this one.
        }
    }
}
