namespace Metamorph.Data;

/// <summary>Files of arrays, plain or compressed by gzip, which is told by their first two bytes.</summary>
internal static class ArrayFile
{
    /// <summary>What the file holds, not compressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="begin">How many bytes say how long the whole is.</param>
    /// <param name="length">The length of the whole by its first bytes: no more is decompressed.</param>
    /// <exception cref="FormatException">The compressed data are damaged.</exception>
    internal static byte[] Read(string path, int begin, Func<byte[], long> length)
    {
        byte[] file = File.ReadAllBytes(path);
        try
        {
            return Gzip.Is(file) ? Gzip.Decompress(file, length(Gzip.Begin(file, begin))) : file;
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"{path}: the compressed data are damaged: {e.Message} Expected a whole file. Fetch it again.", e);
        }
    }

    /// <summary>What the file holds, not compressed, where it is itself a file of compressed ones, which say how long they are.</summary>
    /// <inheritdoc cref="Read(string, int, Func{byte[], long})" path="/exception"/>
    internal static byte[] Read(string path) => Read(path, 0, _ => int.MaxValue);
}
