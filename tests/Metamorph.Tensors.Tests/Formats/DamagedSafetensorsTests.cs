using System.Text;
using Metamorph.Tensors.Formats;

namespace Metamorph.Tensors.Tests.Formats;

/// <summary>Files that break the format are refused whole, with the byte, the reason and what was expected.</summary>
public sealed class DamagedSafetensorsTests
{
    private const string W = "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    /// <summary>A header with <c>^</c> in front of the byte that is wrong, the bytes of data behind it, and parts of the message.</summary>
    public static TheoryData<string, int, string[]> Headers => new()
    {
        // Not JSON, or not an object.
        { "^", 0, ["the header is empty", "'{' (0x7B)"] },
        { "^[]", 0, ["begins with the byte 0x5B", "'{' (0x7B)"] },
        { "^ {}", 0, ["begins with the byte 0x20", "'{' (0x7B)"] },
        { "^null", 0, ["begins with the byte 0x6E"] },
        { "{^", 0, ["not JSON that can be read", "one JSON object"] },
        { "{} ^x", 0, ["not JSON that can be read: 'x' is invalid after"] },
        { "{}^\0\0", 0, ["not JSON that can be read: '0x00' is invalid after"] },
        { "{" + W + ",^}", 8, ["not JSON", "trailing comma"] },
        { "{" + W + "\n^", 8, ["not JSON"] },
        { "{^// a comment\n}", 0, ["not JSON"] },
        { "{^w:1}", 0, ["not JSON"] },
        { "{\"w\":{\"x\":[[[[[[^[]]]]]]]}}", 0, ["not JSON", "maximum configured depth of 8"] },
        { "{^\"\\ud800\":1}", 0, ["an unpaired surrogate", "whole characters"] },
        { "{\"__metadata__\":{\"k\":^\"\\udc00\"}}", 0, ["an unpaired surrogate"] },

        // Fields of an entry.
        { "{\"w\":^7}", 0, ["tensor 'w' is a number", "an object with dtype, shape and data_offsets"] },
        { "{\"w\":^null}", 0, ["tensor 'w' is null"] },
        { "{\"w\":^[]}", 0, ["tensor 'w' is an array"] },
        { "{^\"w\":{}}", 0, ["the dtype of tensor 'w' is missing", "the fields dtype, shape and data_offsets"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, ["the shape of tensor 'w' is missing"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, ["the data_offsets of tensor 'w' is missing"] },
        { "{\"w\":{\"dtype\":^4}}", 0, ["the dtype of tensor 'w' is a number", "a text"] },
        { "{\"w\":{\"dtype\":^\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,8]}}", 8, ["the dtype of tensor 'w' is 'F8_E4M3'", "one of F32, F64, F16, BF16, I32, I64, U8, BOOL. Convert it"] },
        { "{\"w\":{\"dtype\":^\"U16\",\"shape\":[4],\"data_offsets\":[0,8]}}", 8, ["the dtype of tensor 'w' is 'U16'"] },
        { "{\"w\":{\"dtype\":^\"f32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, ["the dtype of tensor 'w' is 'f32'"] },
        { "{\"w\":{\"shape\":^2}}", 0, ["the shape of tensor 'w' is a number", "at most 64 whole numbers of 0 or more"] },
        { "{\"w\":{\"shape\":[2,^-3]}}", 0, ["the shape of tensor 'w' holds '-3'", "0 or more"] },
        { "{\"w\":{\"shape\":[^2.0]}}", 0, ["the shape of tensor 'w' holds '2.0'"] },
        { "{\"w\":{\"shape\":[^1e3]}}", 0, ["the shape of tensor 'w' holds '1e3'"] },
        { "{\"w\":{\"shape\":[^\"2\"]}}", 0, ["the shape of tensor 'w' holds a text"] },
        { "{\"w\":{\"shape\":[^18446744073709551616]}}", 0, ["the shape of tensor 'w' holds '18446744073709551616'"] },
        { "{\"w\":{\"shape\":[" + string.Concat(Enumerable.Repeat("1,", 64)) + "^1]}}", 4, ["the shape of tensor 'w' holds more than 64 numbers"] },
        { "{\"w\":{\"data_offsets\":[0,8,^9]}}", 8, ["the data_offsets of tensor 'w' holds more than 2 numbers", "[begin, end]"] },
        { "{\"w\":{\"data_offsets\":[^-8,0]}}", 8, ["the data_offsets of tensor 'w' holds '-8'", "two whole numbers of 0 or more"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}}", 8, ["the data_offsets of tensor 'w' holds 1 numbers", "two whole numbers"] },

        // Names and fields twice.
        { "{" + W + ",^" + W + "}", 8, ["'w' stands in the header twice", "every name once"] },
        { "{\"w\":{\"dtype\":\"F32\",^\"dtype\":\"F32\"}}", 0, ["the dtype of tensor 'w' is there twice", "every field once"] },
        { "{\"w\":{\"shape\":[],^\"shape\":[]}}", 0, ["the shape of tensor 'w' is there twice"] },
        { "{\"__metadata__\":{},^\"__metadata__\":{}}", 0, ["'__metadata__' stands in the header twice"] },
        { "{\"__metadata__\":{\"k\":\"\",^\"k\":\"\"}}", 0, ["'k' of __metadata__ is there twice", "every key once"] },
        { "{\"__metadata__\":^[]}", 0, ["__metadata__ is an array", "an object of texts"] },
        { "{\"__metadata__\":{\"k\":^3}}", 0, ["'k' of __metadata__ is a number", "a text"] },

        // Shapes and bytes.
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,8]}}", 8, ["tensor 'w', F32 [2, 3], has the data_offsets [0, 8]", "an end 24 bytes after the beginning"] },
        { "{^\"w\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, ["F64 [2]", "an end 16 bytes after the beginning, 8 for each entry"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}", 0, ["F32 []", "an end 4 bytes after"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,8]}}", 8, ["F32 [0]", "an end 0 bytes after"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, ["[8, 0]", "an end 8 bytes after the beginning"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0, ["has more than 2147483591 entries", "that is what one tensor holds"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,0]}}", 0, ["F32 [65536, 65536], has more than 2147483591 entries"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,0]}}", 0, ["has more than 2147483591 entries"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[0,2147483648],\"data_offsets\":[0,0]}}", 0, ["has more than 2147483591 entries"] },
        { "{\"__metadata__\":{\"metamorph.tasks\":\"[\\\"s\\\"]\"},^\"s\":{\"dtype\":\"U8\",\"shape\":[0,65536,65536],\"data_offsets\":[0,0]}}", 0, ["has more than 2147483591 entries or tasks"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[1073741824],\"data_offsets\":[0,4294967296]}}", 8, ["[0, 4294967296], but only 8 bytes of data", "an end of at most 8", "cut short"] },
        { "{^\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775803,9223372036854775807]}}", 8, ["but only 8 bytes of data"] },
        { "{" + W + ",^\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, ["tensor 'v', F32 [2], begins at byte 4 of the data, inside of tensor 'w'", "ends at 8", "do not overlap"] },
        { "{" + W + ",^\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, ["tensor 'v'", "inside of tensor 'w'"] },
        { "{" + W + ",\"v\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[12,13]}}^########", 13, ["the bytes 8 to 12 of the data belong to no tensor", "the next is tensor 'v'", "without holes"] },
        { "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}^", 8, ["the bytes 0 to 4 of the data belong to no tensor"] },
        { "{" + W + "}^########", 9, ["1 bytes follow the data of the last tensor", "the end of the file"] },
        { "{}^", 3, ["3 bytes follow the data of the last tensor"] },

        // What the metadata say of tensors.
        { "{^\"__metadata__\":{\"metamorph.tasks\":\"w\"}," + W + "}", 8, ["metamorph.tasks in __metadata__ is 'w'", "a JSON array of names"] },
        { "{^\"__metadata__\":{\"metamorph.tasks\":\"[1]\"}," + W + "}", 8, ["metamorph.tasks in __metadata__ is '[1]'"] },
        { "{^\"__metadata__\":{\"metamorph.tasks\":\"{}\"}," + W + "}", 8, ["metamorph.tasks in __metadata__ is '{}'"] },
        { "{^\"__metadata__\":{\"metamorph.tasks\":\"[null]\"}," + W + "}", 8, ["metamorph.tasks in __metadata__ is '[null]'"] },
        { "{^\"__metadata__\":{\"metamorph.weak\":\"[\\\"v\\\"]\"}," + W + "}", 8, ["names a tensor 'v' that is not in the file"] },
        { "{^\"__metadata__\":{\"metamorph.weak\":\"[\\\"w\\\"]\"}," + W + "}", 8, ["says that tensor 'w', F32 [2], is weak", "F64"] },
        { "{^\"__metadata__\":{\"metamorph.tasks\":\"[\\\"s\\\"]\"},\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, ["says that tensor 's', F32 [], has tasks", "a first axis"] },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_wrong_header_is_refused_at_its_byte(string header, int dataBytes, string[] parts)
    {
        // A row may say that the byte lies in the data: '#' stands for bytes of it.
        int at = Encoding.UTF8.GetByteCount(header[..header.IndexOf('^', StringComparison.Ordinal)]);
        int inData = header.Count(c => c == '#');
        string json = header.Replace("^", "", StringComparison.Ordinal).Replace("#", "", StringComparison.Ordinal);
        AssertRefused(SafetensorsBytes.Of(json, new byte[dataBytes]), 8 + at + inData, parts);
    }

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused_at_its_byte()
    {
        AssertRefused(SafetensorsBytes.Of([.. "{\"caf"u8, 0xE9, .. "\":1}"u8]), 8 + 5, "the header is not UTF-8", "JSON in UTF-8");
        AssertRefused(SafetensorsBytes.Of([.. "{\"é"u8, 0xC0, 0x80, .. "\":1}"u8]), 8 + 4, "the header is not UTF-8");
        AssertRefused(SafetensorsBytes.Of([.. "{\""u8, 0xF0]), 8 + 2, "the header is not UTF-8");
    }

    [Fact]
    public void A_wrong_length_of_the_header_is_refused()
    {
        byte[] file = SafetensorsBytes.Of("{" + W + "}", new byte[8]);
        foreach (ulong length in new ulong[] { (ulong)file.Length - 7, 1_000_000, 100_000_001, int.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue })
            AssertRefused([.. SafetensorsBytes.Length(length), .. file[8..]], 0, $"the header is said to have {length} bytes in a file of {file.Length} bytes", $"at most {file.Length - 8}");
        AssertRefused([.. SafetensorsBytes.Length(0), .. file[8..]], 8, "the header is empty");
        AssertRefused([.. SafetensorsBytes.Length(1), .. file[8..]], 9, "not JSON");
    }

    [Fact]
    public void A_header_of_more_than_100_MB_is_refused_though_the_file_holds_it()
    {
        using var folder = new TemporaryFolder();
        using (var stream = new FileStream(folder["huge"], FileMode.CreateNew))
        {
            stream.Write(SafetensorsBytes.Length(100_000_001));
            // A file with a hole: it has this length, and takes no room.
            stream.SetLength(200_000_000);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<SafetensorsException>(() => Safetensors.Read(folder["huge"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.StartsWith($"{folder["huge"]}, byte 0: the header is said to have 100000001 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("at most 100000000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] file = SafetensorsBytes.Written(new([("weight", Tensor.Of([1f, 2, 3, 4], [2, 2])), ("steps", Tensor.Of(3)), ("rate", 0.1)], new Dictionary<string, string> { ["kind"] = "test" }));
        for (int length = 0; length < file.Length; length++)
        {
            var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(file[..length]));
            Assert.InRange(refusal.Offset, 0, length);
            Assert.Contains("cut short", refusal.Message, StringComparison.Ordinal);
        }

        SafetensorsBytes.Read(file);
    }

    [Fact]
    public void Integers_outside_of_their_range_are_refused_at_their_byte()
    {
        byte[] tooGreat = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0], tooSmall = [.. new byte[8], 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF];
        const string labels = "{\"labels\":{\"dtype\":\"I64\",\"shape\":[2,1],\"data_offsets\":[0,16]}}", mask = "{\"mask\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        AssertRefused(SafetensorsBytes.Of(labels, tooGreat), 8 + labels.Length + 8, "tensor 'labels', I64 [2, 1], holds 2147483648 at [1, 0]", "-2147483648 to 2147483647", "F64");
        AssertRefused(SafetensorsBytes.Of(labels, tooSmall), 8 + labels.Length + 8, "holds -2147483649 at [1, 0]");
        AssertRefused(SafetensorsBytes.Of(mask, 1, 2), 8 + mask.Length + 1, "tensor 'mask', BOOL [2], holds 2 at [1]", "0 to 1");
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_refused()
    {
        byte[] file = SafetensorsBytes.Of("{" + W + "}", new byte[8]);
        using var stream = new ShrunkStream(file[..^3], file.Length);
        var refusal = Assert.Throws<SafetensorsException>(() => Safetensors.Read(stream));
        Assert.Contains("ends before its length", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_messages_are_short_and_without_control_characters()
    {
        string message = Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(SafetensorsBytes.Of($"{{\"\\n{new string('x', 100_000)}\":1}}"))).Message;
        Assert.InRange(message.Length, 0, 300);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_deep_header_is_refused_at_once()
    {
        string deep = "{\"w\":{\"x\":" + new string('[', 1_000_000);
        Assert.Contains("maximum configured depth", Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(SafetensorsBytes.Of(deep))).Message, StringComparison.Ordinal);
        string inText = "{\"__metadata__\":{\"metamorph.tasks\":\"" + new string('[', 1_000_000) + "\"}}";
        Assert.Contains("a JSON array of names", Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(SafetensorsBytes.Of(inText))).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] file, long offset, params string[] parts)
    {
        var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsBytes.Read(file));
        Assert.StartsWith($"model.safetensors, byte {offset}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(offset, refusal.Offset);
        foreach (string part in parts) Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Expected ", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class ShrunkStream(byte[] bytes, long length) : MemoryStream(bytes)
    {
        public override long Length => length;
    }
}
