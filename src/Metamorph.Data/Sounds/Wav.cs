using System.Buffers.Binary;
using System.Text;

namespace Metamorph.Data;

/// <summary>
/// Sounds in RIFF/WAVE files (Microsoft and IBM 1991, WAVE_FORMAT_EXTENSIBLE 2001): whole numbers of 8, 16, 24 or 32 bits, or numbers with a point of 32 bits;
/// any number of channels, whose mean is taken; any rate from 1 kHz to 1 MHz. Chunks other than the format and the data are passed over.
/// </summary>
public static class Wav
{
    private const int Header = 12;
    private const int ChunkHeader = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static Sound Read(string path) => Of(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static Sound Of(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length < Header || !content.StartsWith("RIFF"u8) || !content[8..Header].SequenceEqual("WAVE"u8))
            throw new FormatException($"{name}: no WAV file: it begins with {Convert.ToHexString(content[..Math.Min(Header, content.Length)])}. Expected RIFF, a length of four bytes, and WAVE. Convert it to WAV, or leave it out.");
        WavFormat? format = null;
        for (int at = Header; ;)
        {
            if (content.Length - at < ChunkHeader)
                throw new FormatException($"{name}: the file ends after {content.Length} bytes without {(format is null ? "a chunk 'fmt '" : "a chunk 'data'")}. Expected a format and data. Fetch the file again.");
            var id = content.Slice(at, 4);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 4)..]);
            at += ChunkHeader;
            if (length > content.Length - at)
                throw new FormatException($"{name}: the chunk '{Encoding.Latin1.GetString(id)}' at byte {at - ChunkHeader} is said to have {length} bytes and there are {content.Length - at}. Expected as many. The file was cut short: fetch it again.");
            var chunk = content.Slice(at, (int)length);
            if (id.SequenceEqual("fmt "u8)) format = WavFormat.Of(chunk, name);
            else if (id.SequenceEqual("data"u8)) return (format ?? throw new FormatException($"{name}: the data at byte {at} come before a chunk 'fmt '. Expected the format first. Fetch the file again.")).Sound(chunk, name);

            // A chunk of an odd length is followed by a byte of padding, which some programs leave out at the end of a file.
            at += (int)Math.Min(length + (length & 1), content.Length - at);
        }
    }
}
