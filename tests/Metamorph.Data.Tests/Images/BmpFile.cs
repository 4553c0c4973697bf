namespace Metamorph.Data.Tests;

/// <summary>BMP files put together by hand, of the header of Windows 3 unless another is said.</summary>
internal static class BmpFile
{
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows; negative: from the top down.</param>
    /// <param name="depth">Bits of a pixel.</param>
    /// <param name="pixels">Rows as the file has them, each a multiple of four bytes.</param>
    /// <param name="palette">Blue, green, red and zero of each colour.</param>
    /// <param name="compression">0 none, 1 and 2 runs, 3 fields.</param>
    /// <param name="masks">Behind the header.</param>
    internal static byte[] Of(int width, int height, int depth, byte[] pixels, byte[]? palette = null, int compression = 0, uint[]? masks = null)
    {
        byte[] header = [.. Int(40), .. Int(width), .. Int(height), 1, 0, (byte)depth, 0, .. Int(compression), .. Int(pixels.Length), .. Int(2835), .. Int(2835), .. Int((palette?.Length ?? 0) / 4), .. Int(0)];
        return With(header, [.. (masks ?? []).SelectMany(BitConverter.GetBytes), .. palette ?? []], pixels);
    }

    /// <summary>Any header, what stands between it and the pixels, and the pixels.</summary>
    internal static byte[] With(byte[] header, byte[] between, byte[] pixels)
    {
        int at = 14 + header.Length + between.Length;
        return [(byte)'B', (byte)'M', .. Int(at + pixels.Length), .. Int(0), .. Int(at), .. header, .. between, .. pixels];
    }

    internal static byte[] Int(int value) => BitConverter.GetBytes(value);
}
