using System.IO.Compression;
using System.Text;

namespace Metamorph.Data.Tests.Arrays;

/// <summary>NPY and NPZ files as NumPy writes them.</summary>
internal static class NpyBytes
{
    /// <summary>A file of these values, whose header ends at a multiple of 64 bytes.</summary>
    internal static byte[] Of(string descr, string shape, byte[] values, bool fortran = false, int version = 1) =>
        WithHeader($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}", values, version);

    internal static byte[] WithHeader(string header, byte[] values, int version = 1)
    {
        int start = version == 1 ? 10 : 12, length = (start + header.Length + 1 + 63) / 64 * 64 - start;
        byte[] text = Encoding.UTF8.GetBytes(header.PadRight(length - 1) + "\n");
        byte[] count = version == 1 ? [(byte)length, (byte)(length >> 8)] : BitConverter.GetBytes(length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. count, .. text, .. values];
    }

    /// <summary>Values side by side, the lowest byte first.</summary>
    internal static byte[] Values<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    internal static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
