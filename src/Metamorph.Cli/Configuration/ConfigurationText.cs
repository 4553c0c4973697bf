using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Configuration;

/// <summary>Configurations as text: JSON, and settings <c>inner.rate=0.02</c>.</summary>
internal static class ConfigurationText
{
    /// <summary>The JSON of a configuration.</summary>
    internal static JsonObject ToJson(RunConfiguration configuration) =>
        JsonSerializer.SerializeToNode(configuration, ConfigurationJson.Default.RunConfiguration)!.AsObject();

    /// <summary>The configuration of a JSON.</summary>
    /// <param name="json">The content of a file.</param>
    /// <param name="name">The file's name.</param>
    internal static RunConfiguration FromJson(JsonNode json, string name)
    {
        try
        {
            return json.Deserialize(ConfigurationJson.Default.RunConfiguration) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new IOException($"'{name}' is no configuration: {e.Message}", e);
        }
    }

    /// <summary>A configuration with some settings changed.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="settings">key=value each; a key of a part is written part.key, a list as 1,5,10.</param>
    /// <exception cref="UsageException">No such key, or a value of another kind; the message names the nearest key.</exception>
    internal static RunConfiguration Set(RunConfiguration configuration, IEnumerable<string> settings)
    {
        var json = ToJson(configuration);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new UsageException($"--set {setting}: expected key=value, as in --set inner.rate=0.02.");
            var (key, value) = (setting[..equals], setting[(equals + 1)..]);
            var keys = Leaves(json, "").ToDictionary(l => l.Key, l => l.Node, StringComparer.Ordinal);
            if (!keys.TryGetValue(key, out var node))
                throw new UsageException($"--set {setting}: there is no key '{key}'. The nearest is '{EditDistance.Nearest(key, keys.Keys)}'; there are: {string.Join(", ", keys.Keys)}.");
            node.ReplaceWith(Parse(setting, node, value));
        }

        try
        {
            return json.Deserialize(ConfigurationJson.Default.RunConfiguration)!;
        }
        catch (JsonException e)
        {
            throw new UsageException($"--set: the value of '{e.Path?.TrimStart('$', '.')}' is of another kind than was expected, such as 2.5 where a whole number is due, or a negative seed.");
        }
    }

    /// <summary>All keys, those of parts with the part's name in front.</summary>
    internal static IEnumerable<string> Keys => Leaves(ToJson(new RunConfiguration()), "").Select(l => l.Key);

    private static IEnumerable<(string Key, JsonNode Node)> Leaves(JsonObject json, string prefix)
    {
        foreach (var (name, node) in json)
        {
            if (node is JsonObject part)
                foreach (var leaf in Leaves(part, $"{prefix}{name}.")) yield return leaf;
            else if (node is not null) yield return (prefix + name, node);
        }
    }

    private static JsonNode Parse(string setting, JsonNode old, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (old is JsonArray)
            return new JsonArray([.. value.Split(',').Select(v => int.TryParse(v, NumberStyles.Integer, culture, out int n) ? (JsonNode)n
                : throw new UsageException($"--set {setting}: '{v}' is no whole number. Expected a list as 1,5,10."))]);
        switch (old.GetValueKind())
        {
            case JsonValueKind.String: return value;
            case JsonValueKind.True or JsonValueKind.False when bool.TryParse(value, out bool b): return b;
            case JsonValueKind.Number when long.TryParse(value, NumberStyles.Integer, culture, out long n): return n;
            case JsonValueKind.Number when double.TryParse(value, NumberStyles.Float, culture, out double x) && double.IsFinite(x): return x;
            default: throw new UsageException($"--set {setting}: '{value}' was not expected. Expected {(old.GetValueKind() == JsonValueKind.Number ? "a number" : "true or false")}; it was {old.ToJsonString()}.");
        }
    }
}
