using System.Text.Json;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Problems;

namespace Metamorph.Cli;

/// <summary>A run whose model can be used: its folder, its configuration, and the model that was trained with it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Configuration">As in <c>config.json</c>.</param>
/// <param name="Model">All tensors of the model: the learner's, and what else it needs to be used on new data.</param>
/// <param name="Text">The text beside them.</param>
internal sealed record TrainedRun(RunFolder Folder, RunConfiguration Configuration, ParameterSet Model, IReadOnlyDictionary<string, string> Text)
{
    /// <summary>Under which a model's text holds the configuration that it was trained with.</summary>
    internal const string ConfigurationKey = "configuration";

    /// <summary>Reads a run.</summary>
    /// <exception cref="IOException">There is none, it is damaged, or its model was trained with another configuration.</exception>
    internal static TrainedRun Open(string path, TimeProvider time)
    {
        if (File.Exists(path))
            throw new IOException($"'{path}' is a file. Expected the folder of a run, which 'metamorph train --out' has written{(AdaptedTasks.IsOne(path) ? ". It holds tasks that a model was adapted to: use it with 'metamorph predict'" : "")}.");
        var folder = RunFolder.Open(path, time);
        var configuration = ReadConfiguration(folder);
        var (model, text) = folder.LoadModel();
        if (!text.TryGetValue(ConfigurationKey, out string? trained))
            throw new IOException($"the model in '{path}' does not say which configuration it was trained with. Expected a model.safetensors that 'metamorph train' has written.");
        RequireSame(configuration, trained, $"the model in '{path}'", folder);
        return new(folder, configuration, model, text);
    }

    /// <summary>The tasks that it was trained on and is measured on, or others that the configuration names.</summary>
    internal Problem Problem(RunConfiguration c) => Problems.Problem.Of(c, (Model, Text));

    /// <summary>The learner's parameters out of the model's tensors, whose names and shapes have to be those of the configuration.</summary>
    internal ParameterSet Meta(FewShotLearner learner)
    {
        var like = learner.Init(new Key(0));
        foreach (var (name, value) in like)
            if (!Model.Names.Contains(name) || Model[name].Shape != value.Shape)
                throw new IOException($"the model in '{Folder.Path}' does not fit to its config.json: expected {name} {value.Form}, found {(Model.Names.Contains(name) ? $"{name} {Model[name].Form}" : "nothing of that name")}. Expected both from one run.");
        return new([.. like.Select(p => (p.Name, Model[p.Name])), .. ParameterSet.Join((FewShotLearner.Statistics, Model.AtOrEmpty(FewShotLearner.Statistics)))]);
    }

    /// <summary>What the run said of itself when it ended.</summary>
    internal JsonObject Summary => Folder.ReadJson("summary.json").AsObject();

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
