using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metamorph.Reports;

namespace Metamorph.Benchmarks;

/// <summary>Options that several commands have.</summary>
internal static class Choices
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Option<double> Seconds(string description, double usual)
    {
        var seconds = new Option<double>("--seconds") { Description = description, DefaultValueFactory = _ => usual, HelpName = "S" };
        seconds.Validators.Add(given =>
        {
            if (given.Tokens is [var token, ..] && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 3600))
                given.AddError($"--seconds {token.Value}: expected a number more than 0 and at most 3600.");
        });
        return seconds;
    }

    /// <summary>A count of at least 1.</summary>
    internal static Option<int> Count(string name, string description, int usual)
    {
        var count = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
        count.Validators.Add(given =>
        {
            if (given.Tokens is [var token, ..] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= 1024))
                given.AddError($"{name} {token.Value}: expected a whole number from 1 to 1024.");
        });
        return count;
    }

    internal static Option<int> Threads() => Count("--threads", "Threads that an iteration may use.", Environment.ProcessorCount);

    /// <summary>Some of several names.</summary>
    internal static Option<string[]> Only(string[] names)
    {
        var only = new Option<string[]>("--only") { Description = "Which ones; all, where it is not given.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => names, HelpName = "NAME" };
        only.AcceptOnlyFromAmong(names);
        return only;
    }

    internal static Option<bool> Json() => new("--json") { Description = "The figures as one JSON object, for machines." };

    internal static Option<DirectoryInfo?> Plots(string files) => new("--plots") { Description = $"A folder for plots of the figures: {files}", HelpName = "FOLDER" };

    /// <summary>Writes a plot, where plots are asked for.</summary>
    internal static void Draw(DirectoryInfo? folder, string file, Chart chart)
    {
        if (folder is null) return;
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, file), chart.ToSvg());
    }

    internal static void WriteJson(object figures) => Console.WriteLine(JsonSerializer.Serialize(figures, Pretty));
}
