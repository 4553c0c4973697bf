using Metamorph.Cli.Configuration;

namespace Metamorph.Cli.Reporting;

/// <summary>The command that repeats a run.</summary>
internal static class Repeated
{
    private const string Harmless = "-_./=,:+%@";

    /// <summary>The command, to be typed into a shell.</summary>
    internal static string Command(RunConfiguration c)
    {
        string preset = c.Classes is not null && (c.Preset.Length == 0 || Presets.Get(c.Preset).Classes is null) ? Presets.Classes : c.Preset.Length > 0 ? c.Preset : c.Data is null ? Presets.Default : Presets.Table;
        var start = Presets.Get(preset);
        if (c.Classes is { } classes && start.Classes is { } usual) return Line([.. classes.Path == usual.Path ? Array.Empty<string>() : ["--data", classes.Path]], start with { Classes = usual with { Path = classes.Path } });
        string[] data = c.Data is { } d ? ["--data", d.Path, .. d.Task.Length > 0 ? ["--task", d.Task] : Array.Empty<string>(), "--target", d.Target] : [];

        return Line(data, start with { Data = c.Data is null ? null : new() { Path = c.Data.Path, Task = c.Data.Task, Target = c.Data.Target } });

        // What is not the same as when these options are given, besides the name of the preset.
        string Line(string[] options, RunConfiguration given) => string.Join(
            ' ', new[] { "metamorph", "train", preset }.Concat(options).Concat(ConfigurationText.Settings(given, c with { Preset = start.Preset }).SelectMany(s => (string[])["--set", s])).Select(Quoted));
    }

    private static string Quoted(string word) => word.Length > 0 && word.All(ch => char.IsAsciiLetterOrDigit(ch) || Harmless.Contains(ch, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
