using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Metamorph.Tensors.Formats;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>What is written is read again, and is what the format says it is.</summary>
public sealed class SafetensorsTests
{
    private static readonly Key Random = new(11);

    public static TheoryData<string> Names =>
        ["", " ", "0/weight", "a\"b\\c/\u0001\n\t", "gewöhnlich", "重み", "тензор", "\U0001F9E0 mapping \U0001F600", "\u2028\uFFFF", "dtype", "__metadata", new string('x', 5000)];

    [Fact]
    public void All_dtypes_and_shapes_come_back_bit_for_bit()
    {
        Shape[] shapes = [[], [1], [0], [7], [3, 0, 5], [2, 3], [1, 1, 1], [2, 1, 3, 1, 2], [9000]];
        foreach (var shape in shapes)
        {
            foreach (int? tasks in new int?[] { null, 0, 1, 3 })
            {
                var x = Random.Fold(shape.Size).Normal(shape, tasks, DType.Float64);
                AssertRoundTrip(x);
                AssertRoundTrip(x.Cast(DType.Float32));
                AssertRoundTrip((x * 1000).Round().Cast(DType.Int32));
            }
        }

        AssertRoundTrip(Tensor.Zeros([0, 65536, 65536]));
        AssertRoundTrip(Tensor.Of(float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue));
        AssertRoundTrip(Tensor.Of(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0d, double.Epsilon, double.MaxValue));
        AssertRoundTrip(Tensor.Of(int.MinValue, -1, 0, 1, int.MaxValue));
    }

    [Fact]
    public void Views_are_written_densely()
    {
        var x = Tensor.Of([.. Enumerable.Range(0, 24)], [4, 3], tasks: 2);
        AssertRoundTrip(x.Transpose());
        AssertRoundTrip(x.Slice(0, 1..3));
        AssertRoundTrip(x.TakeTasks(1..2));
        AssertRoundTrip(Tensor.Full(2.5, [3, 4], tasks: 5));
        AssertRoundTrip(Tensor.Of(1f, 2, 3).PerTask(4));
        AssertRoundTrip(Tensor.Zeros([3, 10_000], DType.Int32));
    }

    [Fact]
    public void Weak_numbers_stay_weak()
    {
        Tensor rate = 0.05;
        AssertRoundTrip(rate);
        AssertRoundTrip(rate.PerTask(3));
        var read = RoundTrip(("rate", rate), ("x", Tensor.Of(2f)));
        Assert.Equal(DType.Float32, (read["rate"] * read["x"]).DType);
        Assert.Empty(read.Metadata);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_and_text_are_any_unicode(string name)
    {
        var text = new Dictionary<string, string> { [name] = name, ["tasks"] = "2" };
        var read = SafetensorsBytes.Read(SafetensorsBytes.Written(new([(name, Tensor.Of([1, 2], [], tasks: 2)), ("other", 1.5)], text)));
        Assert.Equal([name, "other"], read.Tensors.Select(t => t.Name));
        Assert.Equal(2, read[name].Tasks);
        Assert.True(read["other"].IsWeak);
        Assert.Equal(text, read.Metadata);
    }

    [Fact]
    public void Order_is_kept_and_every_tensor_begins_at_a_multiple_of_its_width()
    {
        (string, Tensor)[] tensors = [("c", Tensor.Of(1f)), ("a", Tensor.Of(2d)), ("b", Tensor.Of(3, 4, 5)), ("d", Tensor.Of(1d, 2d)), ("e", Tensor.Zeros([0]))];
        Assert.Equal(["c", "a", "b", "d", "e"], RoundTrip(tensors).Tensors.Select(t => t.Name));

        byte[] file = SafetensorsBytes.Written(new(tensors));
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, header % 8);
        using var json = JsonDocument.Parse(file.AsMemory(8, header));
        foreach (var tensor in json.RootElement.EnumerateObject())
            Assert.Equal(0, tensor.Value.GetProperty("data_offsets")[0].GetInt32() % (tensor.Value.GetProperty("dtype").GetString() == "F64" ? 8 : 4));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] expected = SafetensorsBytes.Of(
            """{"__metadata__":{"a":"1","kind":"test"},"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"n":{"dtype":"I32","shape":[],"data_offsets":[16,20]},"y":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}}     """,
            [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0xFE, 0xFF, 0xFF, 0xFF]);
        var content = new Safetensors([("x", Tensor.Of(1f, -2f)), ("n", Tensor.Of(-2)), ("y", Tensor.Of([1d], [1, 1]))], new Dictionary<string, string> { ["kind"] = "test", ["a"] = "1" });
        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(SafetensorsBytes.Written(content)));
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], SafetensorsBytes.Written(new([])));
    }

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        (string, Tensor)[] tensors = [("w", Tensor.Of(1f).PerTask(2)), ("r", 0.1)];
        byte[] once = SafetensorsBytes.Written(new(tensors, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));
        Assert.Equal(once, SafetensorsBytes.Written(new(tensors, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" })));
        Assert.Equal(once, SafetensorsBytes.Written(SafetensorsBytes.Read(once)));
    }

    [Fact]
    public void Tasks_are_an_axis_to_other_programs()
    {
        byte[] file = SafetensorsBytes.Written(new([("fast", Tensor.Of([1f, 2, 3, 4, 5, 6], [3], tasks: 2))]));
        string header = Encoding.UTF8.GetString(file.AsSpan(8, (int)BinaryPrimitives.ReadUInt64LittleEndian(file)));
        Assert.Equal("""{"__metadata__":{"metamorph.tasks":"[\"fast\"]"},"fast":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""", header.TrimEnd());
    }

    [Fact]
    public void Whole_numbers_of_other_widths_are_read_as_Int32()
    {
        byte[] data = [0, 0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, 0, 200, 255, 1, 0];
        var read = SafetensorsBytes.Read(SafetensorsBytes.Of(
            """{"long":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"byte":{"dtype":"U8","shape":[3],"data_offsets":[16,19]},"bool":{"dtype":"BOOL","shape":[2],"data_offsets":[19,21]}}""", data));
        Assert.Equal([int.MinValue, int.MaxValue], read["long"].ToArray<int>());
        Assert.Equal([0, 200, 255], read["byte"].ToArray<int>());
        Assert.Equal([1, 0], read["bool"].ToArray<int>());
    }

    [Fact]
    public void Numbers_of_16_bits_are_read_as_Float32_without_rounding()
    {
        // Every F16 and every BF16 but those that are no number, whose bits may change: in blocks, because these are 65536 each.
        ushort[] bits = [.. Enumerable.Range(0, 65_536).Select(i => (ushort)i)];
        byte[] data = [.. bits.Concat(bits).SelectMany(b => new[] { (byte)b, (byte)(b >> 8) })];
        var read = SafetensorsBytes.Read(SafetensorsBytes.Of(
            """{"half":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]},"brain":{"dtype":"BF16","shape":[256,256],"data_offsets":[131072,262144]}}""", data));
        float[] half = read["half"].ToArray<float>(), brain = read["brain"].ToArray<float>();
        Assert.Equal([256, 256], read["brain"].Shape);
        for (int i = 0; i < bits.Length; i++)
        {
            // IEEE 754: sign, exponent of 5 bits with a bias of 15, fraction of 10 bits.
            int exponent = i >> 10 & 31, fraction = i & 1023, sign = i < 32_768 ? 1 : -1;
            double expected = exponent == 31 ? fraction == 0 ? double.PositiveInfinity : double.NaN
                : exponent == 0 ? fraction * Math.Pow(2, -24) : (1024 + fraction) * Math.Pow(2, exponent - 25);
            Assert.Equal(sign * expected, half[i]);
            if (!float.IsNaN(brain[i])) Assert.Equal(i << 16, BitConverter.SingleToInt32Bits(brain[i]));
            else Assert.Equal(255, i >> 7 & 255);
        }

        // 1, -2 and 1/3 as PyTorch writes them.
        Assert.Equal([1f, -2f, 0.333251953125f], new[] { half[0x3C00], half[0xC000], half[0x3555] });
        Assert.Equal([1f, -2f, 0.333984375f], new[] { brain[0x3F80], brain[0xC000], brain[0x3EAB] });
    }

    [Fact]
    public void Long_tensors_of_whole_numbers_are_read_in_blocks()
    {
        long[] values = [.. Enumerable.Range(0, 20_001).Select(i => (long)i * 7 - 50_000)];
        byte[] data = new byte[values.Length * 8];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * 8), values[i]);
        string header = $"{{\"n\":{{\"dtype\":\"I64\",\"shape\":[{values.Length}],\"data_offsets\":[0,{data.Length}]}}}}";
        Assert.Equal(values, SafetensorsBytes.Read(SafetensorsBytes.Of(header, data))["n"].ToArray<int>().Select(n => (long)n));

        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(19_000 * 8), 1L << 31);
        var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(SafetensorsBytes.Of(header, data)));
        Assert.Equal(8 + header.Length + 19_000 * 8, refusal.Offset);
        Assert.Contains("holds 2147483648 at [19000]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_may_list_tensors_in_any_order_and_hold_more_than_the_format_knows()
    {
        var read = SafetensorsBytes.Read(SafetensorsBytes.Of(
            " {\"b\":{\"data_offsets\":[2,3],\"note\":{\"deep\":[1,[2]]},\"shape\":[1],\"dtype\":\"U8\"},\r\n\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}\n \t"[1..], 5, 6, 7));
        Assert.Equal(["b", "a"], read.Tensors.Select(t => t.Name));
        Assert.Equal([7], read["b"].ToArray<int>());
        Assert.Equal([5, 6], read["a"].ToArray<int>());
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        byte[] file = SafetensorsBytes.Written(new([("x", Tensor.Of(1f, 2f))]));
        using var stream = new MemoryStream([1, 2, 3, .. file]) { Position = 3 };
        Assert.Equal([1f, 2f], Safetensors.Read(stream)["x"].ToArray<float>());
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_missing_name_lists_what_there_is()
    {
        var read = RoundTrip(("0/weight", Tensor.Zeros([1, 40])), ("fast", Tensor.Zeros([40], tasks: 2)));
        var missing = Assert.Throws<KeyNotFoundException>(() => read["0/bias"]);
        Assert.Equal("model.safetensors: no tensor '0/bias'. There are: '0/weight' [1, 40], 'fast' [2; 40].", missing.Message);
        Assert.Contains("There are: none.", Assert.Throws<KeyNotFoundException>(() => new Safetensors([])["x"]).Message, StringComparison.Ordinal);
        var many = new Safetensors(Enumerable.Range(0, 1000).Select(i => ($"{i}", Tensor.Of(i))));
        Assert.EndsWith("'49' [] and 950 more.", Assert.Throws<KeyNotFoundException>(() => many["x"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_stored_is_refused_before_anything_is_written()
    {
        var x = Tensor.Of(1f);
        Refused("two tensors are called 'x'. Expected every name once", () => new([("x", x), ("x", x)]));
        Refused("'__metadata__', which the format keeps", () => new([("__metadata__", x)]));
        Refused("the name of a tensor holds an unpaired surrogate at 1", () => new([("a\uD800b", x)]));
        Refused("the name of a tensor holds an unpaired surrogate at 2", () => new([("\U0001F600\uDC00", x)]));
        Refused("a key of the metadata", () => new([], new Dictionary<string, string> { ["\uDC00"] = "" }));
        Refused("the metadata's text 'k' holds an unpaired surrogate at 0", () => new([], new Dictionary<string, string> { ["k"] = "\uD800" }));
        Refused("'metamorph.tasks', which is kept for", () => new([], new Dictionary<string, string> { ["metamorph.tasks"] = "[]" }));
        Refused("tensor 'x' has 65 axes, tasks included. Expected at most 64", () => new([("x", x.Reshape([.. Enumerable.Repeat(1, 64)]).PerTask(1))]));
        AssertRoundTrip(x.Reshape([.. Enumerable.Repeat(1, 63)]).PerTask(1));
    }

    [Fact]
    public void A_stream_without_a_length_cannot_be_read()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Safetensors.Read(new FailingStream(0), "request body"));
        Assert.Contains("request body does not know its length", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_writer_passes_on_what_its_stream_throws()
    {
        var content = new Safetensors([("x", Tensor.Zeros([5000])), ("y", Tensor.Zeros([20_000], DType.Float64))]);
        int size = SafetensorsBytes.Written(content).Length;
        foreach (int room in new[] { 0, 7, 8, 50, 200, 70_000, size - 1 })
            Assert.Equal("no room left", Assert.Throws<IOException>(() => content.Write(new FailingStream(room))).Message);
        var enough = new FailingStream(size);
        content.Write(enough);
        Assert.Equal(size, enough.Written);
    }

    private static void Refused(string reason, Func<Safetensors> content) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(content).Message, StringComparison.Ordinal);

    private static Safetensors RoundTrip(params (string, Tensor)[] tensors) => SafetensorsBytes.Read(SafetensorsBytes.Written(new(tensors)));

    private static void AssertRoundTrip(Tensor x)
    {
        var y = RoundTrip(("x", x))["x"];
        Assert.Equal((x.Tasks, x.Shape, x.DType, x.IsWeak), (y.Tasks, y.Shape, y.DType, y.IsWeak));
        if (x.DType == DType.Float32) Assert.Equal(x.ToArray<float>().Select(BitConverter.SingleToInt32Bits), y.ToArray<float>().Select(BitConverter.SingleToInt32Bits));
        else if (x.DType == DType.Float64) Assert.Equal(x.ToArray<double>().Select(BitConverter.DoubleToInt64Bits), y.ToArray<double>().Select(BitConverter.DoubleToInt64Bits));
        else Assert.Equal(x.ToArray<int>(), y.ToArray<int>());
    }
}
