using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Metamorph.Tensors.Formats;

/// <summary>Reads the JSON of a header token by token, so that every error has its byte and no more is kept than the entries need.</summary>
internal ref struct SafetensorsHeaderReader
{
    // An entry's arrays are at depth 3; fields that other writers add to an entry may be somewhat deeper.
    private const int Deepest = 8;

    private const string Range = "two whole numbers of 0 or more, [begin, end]";

    private static readonly string Sizes = $"at most {SafetensorsEntry.MostAxes} whole numbers of 0 or more";

    private readonly string file;
    private Utf8JsonReader json;

    // What is being read: a tensor and its field, or without a tensor the metadata and their key. It is put into words only where
    // something is wrong, because a file of many tensors has many names.
    private string? tensor;
    private string? part;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> header, string file)
    {
        this.file = file;
        json = new(header, new JsonReaderOptions { MaxDepth = Deepest });
    }

    private readonly long At => SafetensorsHeader.Start + json.TokenStartIndex;

    private readonly string What => (tensor, part) switch
    {
        (null, null) => SafetensorsHeader.MetadataName,
        (null, _) => $"{SafetensorsException.Quote(part)} of {SafetensorsHeader.MetadataName}",
        (_, null) => $"tensor {SafetensorsException.Quote(tensor)}",
        _ => $"the {part} of tensor {SafetensorsException.Quote(tensor)}",
    };

    /// <summary>The header that these bytes spell.</summary>
    /// <exception cref="SafetensorsException">They are no header.</exception>
    internal static SafetensorsHeader Read(ReadOnlySpan<byte> header, string file)
    {
        if (header is not [(byte)'{', ..])
        {
            string found = header.IsEmpty ? "the header is empty" : $"the header begins with the byte 0x{header[0]:X2}";
            throw new SafetensorsException(file, SafetensorsHeader.Start, found, "'{' (0x7B), the beginning of a JSON object");
        }

        if (!Utf8.IsValid(header)) throw new SafetensorsException(file, SafetensorsHeader.Start + ValidUtf8(header), "the header is not UTF-8", "JSON in UTF-8");
        var reader = new SafetensorsHeaderReader(header, file);
        try
        {
            return reader.Header();
        }
        catch (JsonException e)
        {
            string found = $"the header is not JSON that can be read: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}";
            long at = SafetensorsHeader.Start + reader.json.BytesConsumed;
            throw new SafetensorsException(file, at, found, $"one JSON object of at most {Deepest} levels, then spaces", e);
        }
    }

    private SafetensorsHeader Header()
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        long metadataAt = 0;
        json.Read();
        while (NextName() is string name)
        {
            long at = At;
            if (!names.Add(name)) throw Refusal($"{SafetensorsException.Quote(name)} stands in the header twice", "every name once");
            if (name == SafetensorsHeader.MetadataName) (metadata, metadataAt) = (Metadata(), at);
            else entries.Add(Entry(name, at));
        }

        // Throws where anything but white space follows.
        json.Read();
        return new(entries, metadata, metadataAt);
    }

    private Dictionary<string, string> Metadata()
    {
        (tensor, part) = (null, null);
        Open(JsonTokenType.StartObject, "an object of texts");
        var metadata = new Dictionary<string, string>();
        while (NextName() is string key)
        {
            part = key;
            if (metadata.ContainsKey(key)) throw Refusal($"{What} is there twice", "every key once");
            Open(JsonTokenType.String, "a text");
            metadata.Add(key, Text());
        }

        return metadata;
    }

    private SafetensorsEntry Entry(string name, long at)
    {
        (tensor, part) = (name, null);
        Open(JsonTokenType.StartObject, "an object with dtype, shape and data_offsets");
        StoredType? type = null;
        long[]? sizes = null, range = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            part = Field();
            if ((part == "dtype" && type is not null) || (part == "shape" && sizes is not null) || (part == "data_offsets" && range is not null))
                throw Refusal($"{What} is there twice", "every field once");
            if (part == "dtype") type = Type();
            else if (part == "shape") sizes = WholeNumbers(SafetensorsEntry.MostAxes, Sizes);
            else if (part == "data_offsets") range = WholeNumbers(2, Range);
            else json.Skip();
        }

        part = type is null ? "dtype" : sizes is null ? "shape" : "data_offsets";
        if (type is null || sizes is null || range is null) throw new SafetensorsException(file, at, $"{What} is missing", "the fields dtype, shape and data_offsets");
        if (range is not [long begin, long end]) throw new SafetensorsException(file, at, $"{What} holds {range.Length} numbers", Range);
        return new(name, type, sizes, begin, end, at);
    }

    /// <summary>The field that is named here; null for those that are not of the format, which change nothing, as in the reference implementation.</summary>
    private readonly string? Field() =>
        json.ValueTextEquals("dtype"u8) ? "dtype" : json.ValueTextEquals("shape"u8) ? "shape" : json.ValueTextEquals("data_offsets"u8) ? "data_offsets" : null;

    private StoredType Type()
    {
        Open(JsonTokenType.String, "a text");
        foreach (var type in StoredType.All)
            if (json.ValueTextEquals(type.Name)) return type;
        throw Refusal($"{What} is {SafetensorsException.Quote(Text())}", $"one of {string.Join(", ", StoredType.All.Select(t => t.Name))}. Convert it where it is written");
    }

    private long[] WholeNumbers(int most, string expected)
    {
        Open(JsonTokenType.StartArray, expected);
        Span<long> numbers = stackalloc long[most];
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number) throw Refusal($"{What} holds {Found()}", expected);
            if (!json.TryGetInt64(out long n) || n < 0) throw Refusal($"{What} holds {SafetensorsException.Quote(Encoding.UTF8.GetString(json.ValueSpan))}", expected);
            if (count == most) throw Refusal($"{What} holds more than {most} numbers", expected);
            numbers[count++] = n;
        }

        return numbers[..count].ToArray();
    }

    /// <summary>The next name of the object at hand, or null at its end.</summary>
    private string? NextName() => json.Read() && json.TokenType == JsonTokenType.PropertyName ? Text() : null;

    private void Open(JsonTokenType type, string expected)
    {
        json.Read();
        if (json.TokenType != type) throw Refusal($"{What} is {Found()}", expected);
    }

    private readonly string Text()
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new SafetensorsException(file, At, "a text holds an unpaired surrogate", "whole characters", e);
        }
    }

    private readonly string Found() => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a truth value",
    };

    private readonly SafetensorsException Refusal(string found, string expected) => new(file, At, found, expected);

    /// <summary>How many bytes are UTF-8 before the first that is not.</summary>
    private static int ValidUtf8(ReadOnlySpan<byte> bytes)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int consumed) == OperationStatus.Done) valid += consumed;
        return valid;
    }
}
