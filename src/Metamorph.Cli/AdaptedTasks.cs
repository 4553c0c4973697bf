using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli;

/// <summary>
/// Models that were adapted to tasks, in one file with all that predicting with them needs: <c>adapted/...</c>, each [tasks; ...], the
/// tensors that encode and decode rows, and in the file's text the configuration and the names of the tasks.
/// </summary>
/// <param name="Configuration">What the model was trained with.</param>
/// <param name="Names">The tasks, in the order of the task axis. A single one may have an empty name: then its support file named no task.</param>
/// <param name="Adapted">What was learned of each: [tasks; ...].</param>
/// <param name="Tensors">What the model needs beside the learner's parameters to be used on new data.</param>
/// <param name="Text">What it needs beside tensors, and where it came from.</param>
internal sealed record AdaptedTasks(
    RunConfiguration Configuration, IReadOnlyList<string> Names, ParameterSet Adapted, ParameterSet Tensors, IReadOnlyDictionary<string, string> Text)
{
    private const string Prefix = "adapted";
    private const string NamesText = "tasks";

    /// <summary>Whether a file looks like one of these.</summary>
    internal static bool IsOne(string path)
    {
        try
        {
            return Safetensors.Read(path).Metadata.ContainsKey(NamesText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a file that <see cref="Write"/> has written.</summary>
    /// <exception cref="IOException">There is no such file, or it is another.</exception>
    /// <exception cref="FormatException">It is damaged.</exception>
    internal static AdaptedTasks Read(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder. Expected a file of adapted tasks. Adapt the run first: metamorph adapt {path} --support FILE --out FILE.");
        if (!File.Exists(path)) throw new IOException($"there is no file '{path}'. Expected one that 'metamorph adapt --out' has written.");
        var file = Safetensors.Read(path);
        if (!file.Metadata.TryGetValue(NamesText, out string? names) || !file.Metadata.TryGetValue(TrainedRun.ConfigurationKey, out string? configuration))
            throw new IOException($"'{path}' holds tensors, but no tasks that a model was adapted to. Expected a file that 'metamorph adapt --out' has written, no model.safetensors.");
        var tensors = new ParameterSet(file.Tensors);
        var (adapted, tasks) = (tensors.AtOrEmpty(Prefix), Parsed<string[]>(names, NamesText));
        if (adapted.Count == 0 || tasks.Length == 0 || adapted.FirstOrDefault(p => p.Value.Tasks != tasks.Length) is { Name: not null } other)
            throw Damaged($"there are {tasks.Length} names of tasks and the tensors {adapted}. Expected every tensor to have a task for each name");
        return new(
            ConfigurationText.FromJson(Parsed<JsonObject>(configuration, TrainedRun.ConfigurationKey), path),
            tasks,
            adapted,
            tensors.Where(n => !n.StartsWith(Prefix + "/", StringComparison.Ordinal)),
            file.Metadata.Where(t => t.Key is not (NamesText or TrainedRun.ConfigurationKey)).ToDictionary());

        T Parsed<T>(string text, string name)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(text) ?? throw new JsonException("null");
            }
            catch (JsonException e)
            {
                throw Damaged($"its text '{name}' is no JSON of that kind ({e.Message})");
            }
        }

        IOException Damaged(string what) => new($"'{path}' is damaged: {what}. Adapt again.");
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    internal void Write(string path) => new Safetensors(
        [.. ParameterSet.Join((Prefix, Adapted)), .. Tensors],
        new Dictionary<string, string>(Text)
        {
            [NamesText] = JsonSerializer.Serialize(Names),
            [TrainedRun.ConfigurationKey] = ConfigurationText.ToJson(Configuration).ToJsonString(),
        }).Write(path);
}
