using System.Text.Json.Serialization.Metadata;

namespace Metamorph.Cli.Configuration;

/// <summary>The keys of a configuration and the types of their values, those of parts with the part's name in front: <c>inner.rate</c>.</summary>
internal static class ConfigurationKeys
{
    /// <summary>All of them, in order, whether a configuration has a value there or not.</summary>
    internal static IReadOnlyDictionary<string, Type> All { get; } = Of(ConfigurationJson.Default.RunConfiguration, "").ToDictionary(k => k.Key, k => k.Type, StringComparer.Ordinal);

    private static IEnumerable<(string Key, Type Type)> Of(JsonTypeInfo part, string prefix)
    {
        foreach (var property in part.Properties)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (ConfigurationJson.Default.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } inner)
                foreach (var key in Of(inner, $"{prefix}{property.Name}.")) yield return key;
            else yield return (prefix + property.Name, type);
        }
    }
}
