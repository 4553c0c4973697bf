using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Configuration;

/// <summary>Configurations as text: JSON, and settings <c>inner.rate=0.02</c>.</summary>
internal static class ConfigurationText
{
    /// <summary>The parts that change no number of the trained model.</summary>
    internal static IReadOnlyList<string> Free { get; } = ["preset", "rival", "evaluation", "checkpoint"];

    /// <summary>What the numbers of a trained model depend on, as one line of JSON: equal models have equal text beside them.</summary>
    internal static string OfModel(RunConfiguration configuration)
    {
        var json = ToJson(configuration);
        foreach (string part in Free) json.Remove(part);
        return json.ToJsonString();
    }

    /// <summary>The JSON of a configuration.</summary>
    internal static JsonObject ToJson(RunConfiguration configuration) =>
        JsonSerializer.SerializeToNode(configuration, ConfigurationJson.Default.RunConfiguration)!.AsObject();

    /// <summary>The configuration of a JSON: fields that it does not give are as usual, such as those that are younger than the file.</summary>
    /// <param name="json">The content of a file.</param>
    /// <param name="name">The file's name.</param>
    internal static RunConfiguration FromJson(JsonNode json, string name)
    {
        try
        {
            var given = json as JsonObject ?? throw new JsonException("it is no object.");
            var whole = ToJson(new() { Data = given["data"] is null ? null : new(), Classes = given["classes"] is null ? null : new(), Tagging = given["tagging"] is null ? null : new() });
            Lay(given, over: whole);
            return whole.Deserialize(ConfigurationJson.Default.RunConfiguration)!;
        }
        catch (JsonException e)
        {
            throw new IOException($"'{name}' is no configuration: {e.Message}", e);
        }
    }

    /// <summary>The configuration of a file: what it does not give is as in the preset that it names, or else in <see cref="Presets.Default"/> or, with data, <see cref="Presets.Table"/>.</summary>
    /// <param name="path">The file.</param>
    internal static RunConfiguration FromFile(string path)
    {
        if (!File.Exists(path)) throw new IOException($"there is no file '{path}'. Expected the path of a configuration in JSON, or the name of a preset.");
        try
        {
            var given = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException("it is no object.");
            string preset = given["preset"]?.GetValue<string>() is { Length: > 0 } name ? name : given["data"] is null ? Presets.Default : Presets.Table;
            var json = ToJson(Presets.Get(preset));
            Lay(given, over: json);
            return FromJson(json, path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new IOException($"'{path}' is no configuration: {e.Message} Expected JSON such as {{ \"learner\": \"maml\", \"inner\": {{ \"rate\": 0.02 }} }}.", e);
        }
    }

    /// <summary>The fields in which two configurations differ, with both values; those that change no number of the trained model left out.</summary>
    /// <param name="before">One configuration.</param>
    /// <param name="now">The other.</param>
    internal static IReadOnlyList<string> Differences(RunConfiguration before, RunConfiguration now)
    {
        var (a, b) = (Fields(before), Fields(now));
        return [.. a.Keys.Union(b.Keys)
            .Where(key => !Free.Contains(key.Split('.')[0]) && a.GetValueOrDefault(key) != b.GetValueOrDefault(key))
            .Select(key => $"{key} is {b.GetValueOrDefault(key) ?? "not given"} and was {a.GetValueOrDefault(key) ?? "not given"}")];
    }

    /// <summary>A configuration with some settings changed.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="settings">key=value each; a key of a part is written part.key, a list as 1,5,10, or, where a text of it holds a comma, as JSON.</param>
    /// <exception cref="UsageException">No such key, or a value of another kind; the message names the nearest key.</exception>
    internal static RunConfiguration Set(RunConfiguration configuration, IEnumerable<string> settings)
    {
        var json = ToJson(configuration);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new UsageException($"--set {setting}: expected key=value, as in --set inner.rate=0.02.");
            var (key, value) = (setting[..equals], setting[(equals + 1)..]);
            var keys = ConfigurationKeys.All;
            if (!keys.TryGetValue(key, out var type))
                throw new UsageException($"--set {setting}: there is no key '{key}'. The nearest is '{EditDistance.Nearest(key, keys.Keys)}'; there are: {string.Join(", ", keys.Keys)}.");
            string[] path = key.Split('.');
            JsonNode? part = json;
            foreach (string name in path[..^1]) part = part?[name];
            if (part is null)
                throw new UsageException($"--set {setting}: this run has no '{string.Join('.', path[..^1])}'. {(path[0] == "data" ? "Expected --data FILE beside it: the tasks are sine waves." : "Expected a configuration with it.")}");
            part[path[^1]] = Parse(setting, type, value);
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

    private static void Lay(JsonObject given, JsonObject over)
    {
        foreach (var (name, node) in given)
        {
            if (node is JsonObject part && over[name] is JsonObject below) Lay(part, below);
            else over[name] = node?.DeepClone();
        }
    }

    /// <summary>Every field of a configuration as JSON, by its key; those that are not given are left out.</summary>
    internal static IReadOnlyDictionary<string, string> Fields(RunConfiguration configuration) =>
        Leaves(ToJson(configuration), "").ToDictionary(l => l.Key, l => l.Node.ToJsonString(), StringComparer.Ordinal);

    private static IEnumerable<(string Key, JsonNode Node)> Leaves(JsonObject json, string prefix)
    {
        foreach (var (name, node) in json)
        {
            if (node is JsonObject part)
                foreach (var leaf in Leaves(part, $"{prefix}{name}.")) yield return leaf;
            else if (node is not null) yield return (prefix + name, node);
        }
    }

    /// <summary>The settings that make one configuration of another.</summary>
    /// <returns>key=value for every key whose value differs, as <see cref="Set"/> takes it.</returns>
    internal static IEnumerable<string> Settings(RunConfiguration from, RunConfiguration to)
    {
        var (old, wanted) = (ToJson(from), ToJson(to));
        foreach (string key in ConfigurationKeys.All.Keys)
        {
            if (At(wanted, key) is not { } value || JsonNode.DeepEquals(value, At(old, key))) continue;
            yield return $"{key}={(value is not JsonArray list ? value.ToString() : list.All(IsPlain) ? string.Join(',', list) : list.ToJsonString())}";
        }

        static JsonNode? At(JsonNode json, string key) => key.Split('.').Aggregate((JsonNode?)json, (part, name) => part?[name]);

        static bool IsPlain(JsonNode? node) => node!.ToString() is { Length: > 0 } text && text.Trim() == text && text[0] != '[' && !text.Contains(',', StringComparison.Ordinal);
    }

    private static JsonNode Parse(string setting, Type type, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return value;
        if (type == typeof(bool)) return bool.TryParse(value, out bool b) ? b : throw Unexpected("true or false");
        if (type == typeof(IReadOnlyList<string>)) return Texts(setting, value);
        if (type == typeof(IReadOnlyList<int>))
            return new JsonArray([.. (value.Length == 0 ? [] : value.Split(',')).Select(v => int.TryParse(v, NumberStyles.Integer, culture, out int n) ? (JsonNode)n
                : throw new UsageException($"--set {setting}: '{v}' is no whole number. Expected a list as 1,5,10."))]);
        if (long.TryParse(value, NumberStyles.Integer, culture, out long whole)) return whole;
        return double.TryParse(value, NumberStyles.Float, culture, out double x) && double.IsFinite(x) ? x : throw Unexpected("a number");

        UsageException Unexpected(string expected) => new($"--set {setting}: '{value}' was not expected. Expected {expected}.");
    }

    private static JsonArray Texts(string setting, string value)
    {
        if (!value.StartsWith('[')) return new([.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(v => (JsonNode)v)]);
        try
        {
            return JsonNode.Parse(value)!.AsArray();
        }
        catch (JsonException e)
        {
            throw new UsageException($"--set {setting}: {e.Message} Expected a list as hours,age or as JSON: [\"hours\", \"age, years\"].");
        }
    }
}
