using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metamorph.Data;

/// <summary>What is saved of a <see cref="TableEncoding"/> as text.</summary>
internal sealed record EncodingText(string Target, IReadOnlyList<string>? Classes, IReadOnlyList<FeatureColumn> Features, MissingValues Missing, UnknownCategory Unknown)
{
    internal string ToJson() => JsonSerializer.Serialize(this, EncodingJson.Default.EncodingText);

    /// <exception cref="FormatException">It is another text.</exception>
    internal static EncodingText FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EncodingJson.Default.EncodingText) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{Quoted.Text(text)} is not the text of an encoding: {e.Message} Expected what was saved beside the model.", e);
        }
    }
}

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EncodingText))]
internal sealed partial class EncodingJson : JsonSerializerContext;
