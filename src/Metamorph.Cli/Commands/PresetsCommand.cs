using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;

namespace Metamorph.Cli.Commands;

/// <summary>Lists the configurations that have a name.</summary>
internal static class PresetsCommand
{
    internal static Command Create(Screen screen)
    {
        var json = new Option<bool>("--json") { Description = "The whole configurations, for machines." };
        var command = new Command("presets", "List the configurations that 'metamorph train' knows by name.\n\nExamples:\n  metamorph presets\n  metamorph presets --json")
        {
            json,
        };
        command.SetAction(arguments => Run(arguments.GetValue(json), screen));
        return command;
    }

    private static int Run(bool json, Screen screen)
    {
        var all = Presets.Names.Select(Presets.Get).ToArray();
        if (json) screen.Line(Outputs.Text(new JsonArray([.. all.Select(c => (JsonNode)ConfigurationText.ToJson(c))])));
        else screen.Grid(["preset", "tasks", "learner", "protocol"], [.. all.Select(c => new[] { c.Preset, Tasks(c), Learner(c), Protocol(c) })]);
        return ExitCode.Ok;
    }

    private static string Tasks(RunConfiguration c) => $"{(c.Preset == Presets.Table ? "your table" : "sine waves")}, {c.Tasks.Support} support rows";

    private static string Learner(RunConfiguration c) =>
        string.Create(CultureInfo.InvariantCulture, $"{c.Learner}, {c.Inner.Steps} inner {(c.Inner.Steps == 1 ? "step" : "steps")} of {c.Inner.Rule} {c.Inner.Rate}");

    private static string Protocol(RunConfiguration c) => string.Create(
        CultureInfo.InvariantCulture, $"{c.Iterations} iterations of {c.MetaBatch} tasks, {c.Outer.Rule} {c.Outer.Rate}; tested on {(c.Preset == Presets.Table ? $"the test tasks, {c.Evaluation.Tasks} draws" : $"{c.Evaluation.Tasks} tasks")}");
}
