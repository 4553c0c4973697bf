using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;

namespace Metamorph.Cli;

/// <summary>A run whose model can be used: its folder, its configuration, and the model that was trained with it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Configuration">As in <c>config.json</c>.</param>
/// <param name="Model">All tensors of the model.</param>
/// <param name="Text">The text beside them.</param>
internal sealed record TrainedRun(RunFolder Folder, RunConfiguration Configuration, ParameterSet Model, IReadOnlyDictionary<string, string> Text)
{
    /// <summary>Under which a model's text holds the configuration that it was trained with.</summary>
    internal const string ConfigurationKey = "configuration";

    /// <summary>Reads a run.</summary>
    /// <exception cref="IOException">There is none, it is damaged, or its model was trained with another configuration.</exception>
    internal static TrainedRun Open(string path, TimeProvider time)
    {
        var folder = RunFolder.Open(path, time);
        var configuration = ReadConfiguration(folder);
        var (model, text) = folder.LoadModel();
        if (!text.TryGetValue(ConfigurationKey, out string? trained))
            throw new IOException($"the model in '{path}' does not say which configuration it was trained with. Expected a model.safetensors that 'metamorph train' has written.");
        RequireSame(configuration, trained, $"the model in '{path}'", folder);
        return new(folder, configuration, model, text);
    }

    /// <summary>The configuration of a run.</summary>
    /// <exception cref="IOException">It is missing or damaged.</exception>
    internal static RunConfiguration ReadConfiguration(RunFolder folder) =>
        ConfigurationText.FromJson(folder.ReadJson("config.json"), Path.Combine(folder.Path, "config.json"));

    /// <summary>Refuses numbers that came about with another configuration than the run's.</summary>
    /// <param name="configuration">The run's.</param>
    /// <param name="trained">The other one, as JSON.</param>
    /// <param name="what">What holds the numbers.</param>
    /// <param name="folder">Where the run is.</param>
    /// <exception cref="IOException">Fields differ that change numbers; the message names them with both values.</exception>
    internal static void RequireSame(RunConfiguration configuration, string trained, string what, RunFolder folder)
    {
        JsonNode json;
        try
        {
            json = JsonNode.Parse(trained) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new IOException($"{what} holds a configuration that is damaged: {e.Message}", e);
        }

        var differences = ConfigurationText.Differences(ConfigurationText.FromJson(json, what), configuration);
        if (differences.Count > 0)
            throw new IOException($"{what} was trained with another configuration than '{Path.Combine(folder.Path, "config.json")}' holds: {string.Join("; ", differences)}. Expected both from one run: put config.json back as it was, or train anew with another --out.");
    }
}
