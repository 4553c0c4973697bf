using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning;

/// <summary>
/// The folder that a run leaves: <c>config.json</c>, <c>metrics.jsonl</c>, <c>model.safetensors</c> and <c>summary.json</c>. Every file
/// is written whole or not at all; lines of metrics are added at the end. The only place of the library that writes files.
/// </summary>
public sealed class RunFolder
{
    private readonly TimeProvider time;
    private readonly long start;

    private RunFolder(string path, TimeProvider time) => (Path, this.time, start) = (path, time, time.GetTimestamp());

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes a folder for a new run, and writes its configuration.</summary>
    /// <param name="path">The folder; it may exist, but not hold a run.</param>
    /// <param name="configuration">What <c>config.json</c> is to hold.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">The folder holds a run already, or cannot be written.</exception>
    public static RunFolder Create(string path, JsonNode configuration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var folder = new RunFolder(path, time);
        if (File.Exists(folder.In("config.json")))
            throw new IOException($"the folder '{path}' holds a run already (config.json). Expected a new folder: name another with --out, or delete it.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the folder '{path}' cannot be made ({e.Message}). Expected a place that this process may write to: name another with --out.", e);
        }

        folder.WriteJson("config.json", configuration);
        return folder;
    }

    /// <summary>A folder that a run has left.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">There is no run in it.</exception>
    public static RunFolder Open(string path, TimeProvider time)
    {
        var folder = new RunFolder(path, time);
        return File.Exists(folder.In("config.json")) ? folder
            : throw new IOException($"'{path}' holds no run: there is no config.json in it. Expected a folder that 'metamorph train --out' has written.");
    }

    /// <summary>Adds a line to <c>metrics.jsonl</c>, with the seconds since this folder was created or opened.</summary>
    /// <param name="values">Names and numbers.</param>
    public void Log(params IEnumerable<(string Name, double Value)> values)
    {
        var line = new JsonObject { ["seconds"] = Math.Round(time.GetElapsedTime(start).TotalSeconds, 3) };
        foreach (var (name, value) in values) line[name] = Number(value);
        File.AppendAllText(In("metrics.jsonl"), line.ToJsonString() + "\n");
    }

    /// <summary>Writes <c>model.safetensors</c>.</summary>
    /// <param name="model">All tensors of the model.</param>
    /// <param name="metadata">Free text beside them.</param>
    public void SaveModel(ParameterSet model, IReadOnlyDictionary<string, string> metadata) => new Safetensors(model, metadata).Write(In("model.safetensors"));

    /// <summary>Reads <c>model.safetensors</c>.</summary>
    /// <returns>The tensors, and the text beside them.</returns>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public (ParameterSet Model, IReadOnlyDictionary<string, string> Metadata) LoadModel()
    {
        string path = In("model.safetensors");
        if (!File.Exists(path)) throw new IOException($"'{Path}' holds no model: there is no model.safetensors in it. Expected a run that has ended.");
        var file = Safetensors.Read(path);
        return (new(file.Tensors), file.Metadata);
    }

    /// <summary>Writes <c>summary.json</c>.</summary>
    /// <param name="summary">Its content.</param>
    public void SaveSummary(JsonNode summary) => WriteJson("summary.json", summary);

    /// <summary>Reads <c>config.json</c> or <c>summary.json</c>.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="IOException">There is no such file, or it is no JSON.</exception>
    public JsonNode ReadJson(string name)
    {
        string path = In(name);
        if (!File.Exists(path)) throw new IOException($"there is no '{path}'. Expected a run that has ended.");
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new IOException($"'{path}' is damaged: {e.Message} Expected JSON as 'metamorph train' writes it.", e);
        }
    }

    /// <summary>A number as JSON; those that JSON does not know as text.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The node.</returns>
    public static JsonNode Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    private void WriteJson(string name, JsonNode content) => AtomicFile.Write(In(name), stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true });
        content.WriteTo(writer);
        writer.Flush();
        stream.Write(Encoding.UTF8.GetBytes("\n"));
    });

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
