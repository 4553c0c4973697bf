using System.Text;

namespace Metamorph.Data;

/// <summary>Text files: UTF-8, plain or compressed by gzip, which is told by the first two bytes.</summary>
internal static class Utf8
{
    /// <summary>The bytes of a file, decompressed and known to be UTF-8, without a byte order mark.</summary>
    /// <exception cref="TableException">There is no such file, it cannot be read, is damaged or holds bytes that are not UTF-8; the message names file, line and byte.</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            return Of(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException($"{path}: there is no such file; it was looked for at '{Path.GetFullPath(path)}'. Expected the path of a text file, plain or compressed by gzip.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path}: the file cannot be read: {error.Message} Expected a file that may be read.", error);
        }
    }

    /// <summary>The content of a file, decompressed and known to be UTF-8, without a byte order mark.</summary>
    internal static byte[] Of(byte[] file, string name)
    {
        byte[] text = Gzip.Is(file) ? Decompressed(file, name) : file;
        Require(text, name);
        return text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
    }

    /// <summary>The lines of a text that are not blank, with their numbers from 1; lines end with \n, \r\n or \r.</summary>
    internal static IEnumerable<(string Text, int Line)> Lines(byte[] text)
    {
        using var reader = new StringReader(Encoding.UTF8.GetString(text));
        int line = 0;
        while (reader.ReadLine() is string read)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(read)) yield return (read, line);
        }
    }

    /// <summary>Refuses bytes that are not UTF-8.</summary>
    internal static void Require(byte[] text, string name)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(text);
        }
        catch (DecoderFallbackException error)
        {
            int line = 1 + text.AsSpan(0, error.Index).Count((byte)'\n');
            throw new TableException($"{name}:{line}: byte 0x{text[error.Index]:X2} is not UTF-8 (byte {error.Index} of the text, from 0). Expected a text file in UTF-8. Save the file in that encoding.", error);
        }
    }

    internal static byte[] Decompressed(byte[] file, string name)
    {
        try
        {
            return Gzip.Decompress(file);
        }
        catch (InvalidDataException error)
        {
            throw new TableException($"{name}: the file begins as one compressed by gzip, but it is damaged or cut off ({file.Length} bytes). Expected a whole gzip file and nothing behind it. Copy or compress it again.", error);
        }
    }
}
