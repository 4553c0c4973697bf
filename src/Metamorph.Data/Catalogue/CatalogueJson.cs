using System.Text.Json.Serialization;

namespace Metamorph.Data;

/// <summary>How data sets are written down: a key that is unknown or missing is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DataSet[]))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
