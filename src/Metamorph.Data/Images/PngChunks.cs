using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>A chunk of a PNG file.</summary>
/// <param name="Type">Its four letters.</param>
/// <param name="Data">What is in it.</param>
internal readonly record struct PngChunk(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether the picture can be told without it: the first letter is small.</summary>
    internal bool Ancillary => char.IsAsciiLetterLower(Type[0]);
}

/// <summary>The chunks of a PNG file up to the last, each with its checksum verified (PNG specification, section 5.3).</summary>
internal static class PngChunks
{
    /// <summary>What every PNG file begins with.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    // Length, type and checksum around the data.
    private const int Around = 12;

    /// <exception cref="FormatException">A chunk is damaged, or the file ends before the last one.</exception>
    internal static IEnumerable<PngChunk> Of(ReadOnlyMemory<byte> file, string name)
    {
        for (int at = Signature.Length; ;)
        {
            if (file.Length - at < Around) throw Damage.Of(name, $"the PNG file ends after {file.Length} bytes without its last chunk, IEND. Expected a whole file.");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.Span[at..]);
            if (length > file.Length - at - Around) throw Damage.Of(name, $"the chunk at byte {at} of the PNG file says {length} bytes, and {file.Length - at - Around} follow. Expected a whole file.");
            var typed = file.Slice(at + 4, 4 + (int)length);
            uint says = BinaryPrimitives.ReadUInt32BigEndian(file.Span[(at + 8 + (int)length)..]);
            uint crc = Crc32.Of(typed.Span);
            if (says != crc) throw Damage.Of(name, $"the chunk at byte {at} of the PNG file has the checksum {crc:x8} and says {says:x8}. Expected the same.");
            string type = TypeOf(typed.Span);
            if (!type.All(char.IsAsciiLetter)) throw Damage.Of(name, $"the chunk at byte {at} of the PNG file has the type {Convert.ToHexString(typed.Span[..4])}. Expected four letters.");
            yield return new(type, typed[4..]);
            if (type == "IEND") yield break;
            at += Around + (int)length;
        }
    }

    private static string TypeOf(ReadOnlySpan<byte> chunk) => System.Text.Encoding.Latin1.GetString(chunk[..4]);
}
