using System.Buffers.Binary;
using System.IO.Compression;

namespace Metamorph.Data.Tests;

/// <summary>IDX files, compressed.</summary>
internal static class IdxBytes
{
    internal static byte[] Compressed(int[] shape, params byte[] values)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write([0, 0, 8, (byte)shape.Length]);
            foreach (int n in shape)
            {
                byte[] length = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, n);
                gzip.Write(length);
            }

            gzip.Write(values);
        }

        return file.ToArray();
    }
}
