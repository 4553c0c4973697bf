using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning;

/// <summary>
/// The folder that a run leaves: <c>config.json</c>, <c>metrics.jsonl</c>, <c>model.safetensors</c> and <c>summary.json</c>; until it
/// has ended, two checkpoints and <c>.lock</c>, which keeps a second writer out. Every file is written whole or not at all; lines of
/// metrics are added at the end. With <see cref="CheckpointFiles"/>, the only place of the library that writes files.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string Configuration = "config.json", Metrics = "metrics.jsonl", ModelFile = "model.safetensors", Summary = "summary.json", Lock = ".lock";

    private readonly TimeProvider time;
    private readonly long start;
    private readonly CheckpointFiles checkpoints;
    private FileStream? writing;
    private double secondsBefore;

    private RunFolder(string path, TimeProvider time, Func<Stream, Stream>? through = null) =>
        (Path, this.time, start, checkpoints) = (path, time, time.GetTimestamp(), new(path, through ?? (stream => stream)));

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How long the run has taken, what it took before it was resumed included.</summary>
    public double Seconds => secondsBefore + time.GetElapsedTime(start).TotalSeconds;

    /// <summary>Makes a folder for a new run, writes its configuration, and keeps other writers out until this is disposed or the process ends.</summary>
    /// <param name="path">The folder; it may exist, but not hold a run.</param>
    /// <param name="configuration">What <c>config.json</c> is to hold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="through">What checkpoints go through on their way into a file; null: nothing.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">The folder holds a run already, cannot be written, or has another writer.</exception>
    public static RunFolder Create(string path, JsonNode configuration, TimeProvider time, Func<Stream, Stream>? through = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var folder = new RunFolder(path, time, through);
        folder.RequireNoRun();
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the folder '{path}' cannot be made ({e.Message}). Expected a place that this process may write to: name another with --out.", e);
        }

        folder.KeepOthersOut();

        // Another process may have begun a run here, and ended, since the folder was looked at.
        folder.RequireNoRun();
        folder.WriteJson(Configuration, configuration);
        return folder;
    }

    /// <summary>A folder that a run has left, to be read.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">There is no run in it.</exception>
    public static RunFolder Open(string path, TimeProvider time)
    {
        var folder = new RunFolder(path, time);
        return folder.Has(Configuration) ? folder
            : throw new IOException($"'{path}' holds no run: there is no config.json in it. Expected a folder that 'metamorph train --out' has written.");
    }

    /// <summary>A folder of a run that was stopped before its end, to go on with it. Other writers are kept out.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="IOException">There is no run in it, the run has ended, or another process writes to it.</exception>
    public static RunFolder Resume(string path, TimeProvider time, Func<Stream, Stream>? through = null)
    {
        Open(path, time).Dispose();
        var folder = new RunFolder(path, time, through);
        folder.RequireNotEnded();
        folder.KeepOthersOut();
        folder.RequireNotEnded();

        // What a killed writer was at; there is no other writer now.
        foreach (string half in Directory.EnumerateFiles(path, AtomicFile.TemporaryPattern)) File.Delete(half);
        return folder;
    }

    /// <summary>Adds a line to <c>metrics.jsonl</c>, with the seconds that the run has taken.</summary>
    /// <param name="values">Names and numbers.</param>
    public void Log(params IEnumerable<(string Name, double Value)> values)
    {
        var line = new JsonObject { ["seconds"] = Math.Round(Seconds, 3) };
        foreach (var (name, value) in values) line[name] = Number(value);
        File.AppendAllText(ToWrite(Metrics), line.ToJsonString() + "\n");
    }

    /// <summary>Reads <c>metrics.jsonl</c>.</summary>
    /// <returns>Names and numbers of every line.</returns>
    /// <exception cref="IOException">There is no such file, or a line of it is damaged; the message names the line.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ReadMetrics()
    {
        string path = In(Metrics);
        if (!File.Exists(path)) throw new IOException($"there is no '{path}'. Expected a run that has measured its validation tasks at least once.");
        return [.. File.ReadLines(path).Select((line, i) => Numbers(line) ?? throw new IOException($"'{path}', line {i + 1} is damaged: '{line}'. Expected names and numbers as JSON, as 'metamorph train' writes them. Delete the line, and the rest is read."))];
    }

    /// <summary>Writes a checkpoint, from which the run can be resumed.</summary>
    /// <param name="step">The last step that was done.</param>
    /// <param name="configuration">The configuration of the run.</param>
    /// <exception cref="IOException">It cannot be written. The checkpoint before it stays.</exception>
    public void SaveCheckpoint(ValidatedStep step, string configuration)
    {
        // The lines that the checkpoint counts are on the disk before it is.
        using var metrics = new FileStream(ToWrite(Metrics), FileMode.OpenOrCreate, FileAccess.Write);
        metrics.Flush(flushToDisk: true);
        checkpoints.Save(new(step, configuration, Seconds, metrics.Length));
    }

    /// <summary>The newest checkpoint that is whole, or null where none has been written; and what is wrong with the others.</summary>
    /// <returns>Both.</returns>
    /// <exception cref="IOException">There are checkpoints, but none of them is whole. The message names them.</exception>
    public (TrainingCheckpoint? Newest, IReadOnlyList<string> Damaged) LoadCheckpoint() => checkpoints.Load();

    /// <summary>Makes the folder what it was at a checkpoint: lines of metrics that are younger are cut off, and the clock goes on from there.</summary>
    /// <param name="checkpoint">Null: the beginning of the run.</param>
    /// <exception cref="IOException">Lines that the checkpoint counts are missing.</exception>
    public void GoBackTo(TrainingCheckpoint? checkpoint)
    {
        using var metrics = new FileStream(ToWrite(Metrics), FileMode.OpenOrCreate, FileAccess.Write);
        long expected = checkpoint?.MetricsBytes ?? 0;
        if (metrics.Length < expected)
            throw new IOException($"'{In(Metrics)}' has {metrics.Length} bytes. Expected at least {expected}, which it had at iteration {checkpoint!.Step.Step.Iteration}: put back the file as it was, or train anew with another --out.");
        metrics.SetLength(expected);
        secondsBefore = (checkpoint?.Seconds ?? 0) - time.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Writes <c>config.json</c> again.</summary>
    /// <param name="configuration">Its content.</param>
    public void SaveConfiguration(JsonNode configuration) => WriteJson(Configuration, configuration);

    /// <summary>Writes <c>model.safetensors</c>.</summary>
    /// <param name="model">All tensors of the model.</param>
    /// <param name="metadata">Free text beside them.</param>
    public void SaveModel(ParameterSet model, IReadOnlyDictionary<string, string> metadata) => new Safetensors(model, metadata).Write(ToWrite(ModelFile));

    /// <summary>Reads <c>model.safetensors</c>.</summary>
    /// <returns>The tensors, and the text beside them.</returns>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public (ParameterSet Model, IReadOnlyDictionary<string, string> Metadata) LoadModel()
    {
        if (!Has(ModelFile)) throw new IOException($"'{Path}' holds no model: there is no model.safetensors in it. Expected a run that has ended.");
        var file = Safetensors.Read(In(ModelFile));
        return (new(file.Tensors), file.Metadata);
    }

    /// <summary>Writes <c>summary.json</c>. The run has ended: its checkpoints are deleted.</summary>
    /// <param name="summary">Its content.</param>
    public void SaveSummary(JsonNode summary)
    {
        WriteJson(Summary, summary);
        checkpoints.Delete();
    }

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

    /// <summary>Lets another process write to the folder.</summary>
    public void Dispose()
    {
        // A run that has ended has no writer any more. Before that the file stays: deleting it would let one process lock the file that
        // was deleted, and another the next one of its name.
        if (writing is not null && Has(Summary)) File.Delete(In(Lock));
        writing?.Dispose();
        writing = null;
    }

    /// <summary>Opens a file that only one process can have open. The system closes it when the process ends, however that happens.</summary>
    private void KeepOthersOut()
    {
        try
        {
            writing = new FileStream(In(Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"the folder '{Path}' cannot be written to ({e.Message}). Expected leave to write there: give it, or name another folder.", e);
        }
        catch (IOException e)
        {
            throw new IOException($"another process writes to the folder '{Path}' ({e.Message}). Expected one writer: wait until it has ended, or stop it; or name another folder with --out.", e);
        }
    }

    private void RequireNoRun()
    {
        if (Has(Configuration))
            throw new IOException($"the folder '{Path}' holds a run already (config.json). Expected a new folder: name another with --out, go on with the run by --resume, or delete it.");
    }

    private void RequireNotEnded()
    {
        if (Has(Summary))
            throw new IOException($"the run in '{Path}' has ended (summary.json). Expected one that was stopped before its end: 'metamorph evaluate {Path}' measures its model.");
    }

    /// <summary>The numbers of a line; null where it is none.</summary>
    private static Dictionary<string, double>? Numbers(string line)
    {
        try
        {
            return JsonNode.Parse(line)?.AsObject().ToDictionary(p => p.Key, p => double.Parse(p.Value!.ToString(), CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private void WriteJson(string name, JsonNode content) => AtomicFile.Write(ToWrite(name), stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true });
        content.WriteTo(writer);
        writer.Flush();
        stream.Write(Encoding.UTF8.GetBytes("\n"));
    });

    private string ToWrite(string name) => writing is not null ? In(name)
        : throw new InvalidOperationException($"RunFolder: '{In(name)}' was to be written, but the folder was opened to be read. Expected one from Create or Resume.");

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private bool Has(string name) => File.Exists(In(name));
}
