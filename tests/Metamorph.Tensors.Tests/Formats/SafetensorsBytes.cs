using System.Buffers.Binary;
using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>Files put together byte by byte, right or wrong, without the writer.</summary>
internal static class SafetensorsBytes
{
    internal static byte[] Of(string header, params byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    internal static byte[] Of(byte[] header, params byte[] data) => [.. Length((ulong)header.Length), .. header, .. data];

    internal static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    internal static Safetensors Read(byte[] file) => Safetensors.Read(new MemoryStream(file), "model.safetensors");

    internal static byte[] Written(Safetensors content)
    {
        using var stream = new MemoryStream();
        content.Write(stream);
        return stream.ToArray();
    }
}
