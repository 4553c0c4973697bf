using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Metamorph.Cli.Configuration;

namespace Metamorph.Cli.Tests.Readme;

/// <summary>The README says what is so.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static string Text => File.ReadAllText(Path.Combine(Root, "README.md"));

    [Fact]
    public void Every_example_is_the_body_of_a_test()
    {
        string[] bodies = [.. Marked().Matches(File.ReadAllText(Path.Combine(Root, "tests/Metamorph.Cli.Tests/Readme/ReadmeExamples.cs"))).Select(m => Unindented(m.Groups[1].Value))];
        string[] blocks = [.. Fenced("csharp")];
        Assert.Equal(bodies, blocks);
    }

    [Fact]
    public void Its_commands_name_projects_presets_and_options_that_there_are()
    {
        string[] commands = [.. Fenced("sh").SelectMany(b => b.Replace("\\\n", "", StringComparison.Ordinal).Trim().Split('\n'))];
        Assert.Contains("dotnet test -c Release", commands);
        foreach (string command in commands.Where(c => c.StartsWith("dotnet run", StringComparison.Ordinal) && c.Contains(" --project ", StringComparison.Ordinal)))
        {
            string project = Regex.Match(command, "--project ([^ ]+)").Groups[1].Value;
            Assert.True(Directory.GetFiles(Path.Combine(Root, project), "*.csproj").Length == 1, command);
            string help = Help([.. command.Split(" -- ")[1].Split(' ').TakeWhile(w => w.All(char.IsAsciiLetterLower)).Take(command.Contains(" -- data ", StringComparison.Ordinal) ? 2 : 1)]);
            foreach (Match option in Option().Matches(command.Split(" -- ")[1])) Assert.Contains(option.Value, help, StringComparison.Ordinal);
        }

        Assert.NotNull(Presets.Get(Presets.Default));
    }

    [Fact]
    public void From_a_clone_to_a_prediction_for_a_new_patient_in_six_commands()
    {
        string[] commands = [.. Fenced("sh").Single(b => b.StartsWith("git clone", StringComparison.Ordinal)).Trim().Split('\n')];
        Assert.True(commands.Length <= 6, $"{commands.Length} commands");
        using var shell = new Shell();
        foreach (string command in commands.Where(c => c.Contains(" -- ", StringComparison.Ordinal)))
        {
            string[] arguments = [.. command.Split(" -- ")[1].Split(' ').Select(a => a.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Root, a) : a.StartsWith("runs/", StringComparison.Ordinal) ? "./" + a : a)];

            // The commands as they are, but for the time that training takes.
            string[] shorter = arguments[0] == "train" ? ["--set", "iterations=10", "--set", "rival=false", "--set", "validation.tasks=1", "--set", "evaluation.tasks=1"] : [];
            Assert.True(shell.Run([.. arguments, .. shorter]) == 0, $"{command}: {shell.Error}");
        }

        string file = commands[^1].Split(' ')[1];
        string[] lines = File.ReadAllLines(shell.In(file));
        Assert.Equal("patient,day,dose,predicted", lines[0]);
        Assert.Equal(File.ReadAllLines(Path.Combine(Root, "samples/new-patient-days.csv")).Length, lines.Length);
    }

    [Fact]
    public void Its_links_lead_to_files()
    {
        foreach (Match link in Link().Matches(Text))
            if (!link.Groups[1].Value.StartsWith("http", StringComparison.Ordinal)) Assert.True(File.Exists(Path.Combine(Root, link.Groups[1].Value.Split('#')[0])), link.Value);
    }

    private static string Help(string[] command)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. command, "--help"]));
        return shell.Output;
    }

    private static IEnumerable<string> Fenced(string language) =>
        Regex.Matches(Text, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value);

    private static string Unindented(string body) => string.Concat(body.Split('\n').SkipLast(1).Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("        // readme\n(.*?)        // end\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
