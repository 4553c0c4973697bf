using System.Buffers.Binary;
using System.Text.Json;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>The reference cases, written by the format's own library, are read number for number.</summary>
public sealed class GoldenSafetensorsTests
{
    [Theory]
    [MemberData(nameof(Golden.Names), MemberType = typeof(Golden))]
    public void A_golden_file_holds_what_a_plain_look_at_its_bytes_shows(string name)
    {
        var read = Golden.Read(name);
        byte[] file = File.ReadAllBytes(Golden.PathOf(name));
        int start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var json = JsonDocument.Parse(file.AsMemory(8..start));
        var entries = json.RootElement.EnumerateObject().Where(e => e.Name != "__metadata__").ToArray();
        Assert.Equal(entries.Select(e => e.Name), read.Tensors.Select(t => t.Name));
        Assert.Equal(json.RootElement.GetProperty("__metadata__").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetString()!), read.Metadata);
        foreach (var entry in entries)
        {
            var tensor = read[entry.Name];
            Assert.Null(tensor.Tasks);
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()), tensor.Shape);
            var data = file.AsSpan(start + entry.Value.GetProperty("data_offsets")[0].GetInt32());
            bool whole = entry.Value.GetProperty("dtype").GetString() == "I64";
            Assert.Equal(whole ? DType.Int32 : DType.Float64, tensor.DType);
            for (int i = 0; i < tensor.Size; i++)
            {
                if (whole) Assert.Equal(BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]), tensor.ToArray<int>()[i]);
                else Assert.Equal(BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]), tensor.ToArray<double>()[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Golden.Names), MemberType = typeof(Golden))]
    public void A_golden_file_written_again_is_the_same(string name)
    {
        var first = Golden.Read(name);
        byte[] written = SafetensorsBytes.Written(first);
        var second = SafetensorsBytes.Read(written);
        Assert.Equal(first.Tensors.Select(t => (t.Name, t.Value.Shape, t.Value.DType)), second.Tensors.Select(t => (t.Name, t.Value.Shape, t.Value.DType)));
        Assert.Equal(first.Metadata, second.Metadata);
        foreach (var (tensor, value) in first.Tensors) Assert.Equal(value.ToDoubles(), second[tensor].ToDoubles());
        Assert.Equal(written, SafetensorsBytes.Written(second));
    }

    [Fact]
    public void All_golden_files_are_there() => Assert.Equal(9, Golden.Names.Count);
}
