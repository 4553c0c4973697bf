using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Metamorph.Tensors.Formats;

/// <summary>Writes a file. The same tensors and the same text give the same bytes.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes the header, then the values of all tensors.</summary>
    internal static void Write(Stream stream, Safetensors content)
    {
        // Wide numbers first. With a header that ends at a multiple of 8, every tensor begins at a multiple of its entries' width,
        // which programs that look into the file in place rely on. The order of the tensors is the order of the header.
        var tensors = content.Tensors;
        int[] order = [.. Enumerable.Range(0, tensors.Count).OrderByDescending(i => StoredType.Of(tensors[i].Value.DType).Bytes)];
        long[] begins = new long[tensors.Count];
        long end = 0;
        foreach (int i in order) (begins[i], end) = (end, end + Bytes(tensors[i].Value));

        var header = Header(content, begins);
        int padded = (header.Length + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MostBytes)
        {
            throw new ArgumentException(
                $"Safetensors.Write: the header would have {padded} bytes. Expected at most {SafetensorsHeader.MostBytes}, " +
                "the most that is read again. Write less metadata, or several files.");
        }

        Span<byte> length = stackalloc byte[SafetensorsHeader.Start];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        stream.Write("       "u8[..(padded - header.Length)]);
        foreach (int i in order) Values(stream, tensors[i].Value);
    }

    private static ReadOnlySpan<byte> Header(Safetensors content, long[] begins)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        // Sorted, because dictionaries promise no order and equal content is to give equal bytes.
        var metadata = content.Metadata.Concat(ReservedMetadata.Of(content.Tensors)).OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        if (metadata.Length > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach (var (key, text) in metadata) json.WriteString(key, text);
            json.WriteEndObject();
        }

        for (int i = 0; i < content.Tensors.Count; i++)
        {
            var (name, tensor) = content.Tensors[i];
            json.WriteStartObject(name);
            json.WriteString("dtype", StoredType.Of(tensor.DType).Name);
            Array(json, "shape", [.. Sizes(tensor)]);
            Array(json, "data_offsets", [begins[i], begins[i] + Bytes(tensor)]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void Array(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long n in numbers) json.WriteNumberValue(n);
        json.WriteEndArray();
    }

    private static IEnumerable<long> Sizes(Tensor tensor)
    {
        if (tensor.Tasks is int tasks) yield return tasks;
        foreach (int n in tensor.Shape) yield return n;
    }

    private static long Bytes(Tensor tensor) => (long)tensor.Count * StoredType.Of(tensor.DType).Bytes;

    private static void Values(Stream stream, Tensor tensor)
    {
        if (tensor.DType == DType.Float32) LittleEndian.Write<float>(stream, tensor);
        else if (tensor.DType == DType.Float64) LittleEndian.Write<double>(stream, tensor);
        else LittleEndian.Write<int>(stream, tensor);
    }
}
