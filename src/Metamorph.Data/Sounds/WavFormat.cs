using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>How a WAV file writes numbers.</summary>
/// <param name="Channels">Samples of one moment, side by side.</param>
/// <param name="Rate">Moments a second, in Hz.</param>
/// <param name="Bytes">Bytes of a sample.</param>
/// <param name="IsFloat">Numbers with a point, or whole ones.</param>
internal sealed record WavFormat(int Channels, int Rate, int Bytes, bool IsFloat)
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;
    private const int Length = 16;
    private const int ExtensibleLength = 40;

    // What a format of WAVE_FORMAT_EXTENSIBLE is, in the 14 bytes behind the format's own tag.
    private static readonly byte[] KnownFormat = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    internal static WavFormat Of(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length < Length) throw new FormatException($"{name}: the format has {chunk.Length} bytes. Expected at least {Length}. Fetch the file again.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk), channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int block = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
        {
            if (chunk.Length < ExtensibleLength || !chunk[26..ExtensibleLength].SequenceEqual(KnownFormat))
                throw new FormatException($"{name}: the format is extensible and does not say in which way: {Convert.ToHexString(chunk[Math.Min(24, chunk.Length)..Math.Min(ExtensibleLength, chunk.Length)])}. Expected whole numbers or numbers with a point. Convert it to PCM of 16 bits.");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        if (tag is not (Pcm or Float))
            throw new FormatException($"{name}: the sound is written with format tag {tag} (0x{tag:X4}){NameOf(tag)}. Expected {Pcm}, whole numbers, or {Float}, numbers with a point. Convert it to PCM of 16 bits.");
        if (tag == Pcm ? bits is not (8 or 16 or 24 or 32) : bits != 32)
            throw new FormatException($"{name}: a sample has {bits} bits, {(tag == Pcm ? "a whole number. Expected 8, 16, 24 or 32" : "a number with a point. Expected 32")}. Convert it to PCM of 16 bits.");
        if (channels == 0 || block != channels * bits / 8)
            throw new FormatException($"{name}: {channels} channels of {bits} bits are said to take {block} bytes. Expected at least one channel and {channels * bits / 8} bytes. Fetch the file again.");

        // Others are damaged, or no sounds: at a rate of 1 Hz a small file would be made into billions of samples.
        return rate is >= 1_000 and <= 1_000_000 ? new(channels, (int)rate, bits / 8, tag == Float)
            : throw new FormatException($"{name}: there are said to be {rate} samples a second. Expected 1,000 to 1,000,000. Fetch the file again.");
    }

    /// <summary>The sound in some data: the mean of its channels.</summary>
    internal Sound Sound(ReadOnlySpan<byte> data, string name)
    {
        int block = Channels * Bytes;
        if (data.IsEmpty || data.Length % block != 0)
            throw new FormatException($"{name}: there are {data.Length} bytes of samples, {block} for each moment. Expected a whole number of moments, at least one. Fetch the file again.");
        float[] samples = new float[data.Length / block];
        for (int i = 0; i < samples.Length; i++)
        {
            double sum = 0;
            for (int c = 0; c < Channels; c++) sum += Sample(data[(i * block + c * Bytes)..]);
            samples[i] = (float)(sum / Channels);
            if (!float.IsFinite(samples[i])) throw new FormatException($"{name}: sample {i} is {samples[i]}. Expected a finite number. Fetch the file again.");
        }

        return new(samples, Rate);
    }

    private double Sample(ReadOnlySpan<byte> at) => (Bytes, IsFloat) switch
    {
        (_, true) => BinaryPrimitives.ReadSingleLittleEndian(at),

        // Bytes alone have no sign.
        (1, _) => (at[0] - 128) / 128.0,
        (2, _) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768.0,
        (3, _) => (at[0] | at[1] << 8 | (sbyte)at[2] << 16) / 8388608.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648.0,
    };

    private static string NameOf(int tag) => tag switch
    {
        0x02 => ", Microsoft ADPCM",
        0x06 => ", A-law",
        0x07 => ", mu-law",
        0x11 => ", IMA ADPCM",
        0x31 => ", GSM 6.10",
        0x50 => ", MPEG",
        0x55 => ", MP3",
        0xFF => ", AAC",
        _ => "",
    };
}
