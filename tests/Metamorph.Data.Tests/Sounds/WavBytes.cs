using System.Buffers.Binary;

namespace Metamorph.Data.Tests.Sounds;

/// <summary>WAV files, part by part.</summary>
internal static class WavBytes
{
    /// <summary>A whole file with these chunks.</summary>
    internal static byte[] File(params byte[][] chunks)
    {
        byte[] content = [.. "WAVE"u8, .. chunks.SelectMany(c => c)];
        return [.. "RIFF"u8, .. Four((uint)content.Length), .. content];
    }

    /// <summary>A chunk, padded to an even length.</summary>
    internal static byte[] Chunk(string id, params byte[] content) =>
        [.. System.Text.Encoding.ASCII.GetBytes(id), .. Four((uint)content.Length), .. content, .. new byte[content.Length % 2]];

    internal static byte[] Format(int tag, int channels, int rate, int bits) =>
        Chunk("fmt ", [.. Two(tag), .. Two(channels), .. Four((uint)rate), .. Four((uint)(rate * channels * bits / 8)), .. Two(channels * bits / 8), .. Two(bits)]);

    /// <summary>WAVE_FORMAT_EXTENSIBLE.</summary>
    internal static byte[] Extensible(int tag, int channels, int rate, int bits) =>
        Chunk("fmt ", [.. Two(0xFFFE), .. Format(tag, channels, rate, bits)[10..24], .. Two(22), .. Two(bits), .. Four(3), .. Two(tag), .. Convert.FromHexString("000000001000800000AA00389B71")]);

    /// <summary>Whole numbers of 16 bits on one channel.</summary>
    internal static byte[] Of(int rate, params short[] samples) => File(Format(1, 1, rate, 16), Chunk("data", [.. samples.SelectMany(s => Two(s))]));

    /// <summary>A sine of half of the full scale.</summary>
    internal static byte[] Tone(double hertz, int rate, double seconds) =>
        Of(rate, [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (short)Math.Round(16384 * Math.Sin(2 * Math.PI * hertz * i / rate)))]);

    internal static byte[] Two(int number) => [(byte)number, (byte)(number >> 8)];

    internal static byte[] Four(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
