using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;

namespace Metamorph.Cli.Tests;

/// <summary>What all commands have in common.</summary>
public sealed class CommandTests
{
    // train ends with a folder for machines: summary.json.
    private static readonly string[] WithoutJson = ["train"];

    public static TheoryData<string> Names => [.. Root().Subcommands.SelectMany(c => c.Subcommands.Select(s => $"{c.Name} {s.Name}").Prepend(c.Name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_has_help_with_examples_that_parse(string name)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. name.Split(' '), "--help"]));
        Assert.Contains("Examples:", shell.Output, StringComparison.Ordinal);
        var command = Named(name);
        Assert.All(command.Options.Where(o => o is not HelpOption), o => Assert.False(string.IsNullOrWhiteSpace(o.Description), $"{name} {o.Name}"));
        Assert.All(command.Arguments, a => Assert.False(string.IsNullOrWhiteSpace(a.Description), $"{name} {a.Name}"));
        string[] examples = [.. command.Description!.Split("Examples:\n")[1].Split('\n').Select(l => l.Trim())];
        Assert.NotEmpty(examples);
        Assert.All(examples, e =>
        {
            Assert.StartsWith($"metamorph {name}", e, StringComparison.Ordinal);
            Assert.Empty(Root().Parse(e["metamorph ".Length..]).Errors);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_that_says_something_says_it_to_machines_too(string name) =>
        Assert.Equal(!WithoutJson.Contains(name), Named(name).Options.Concat(Named(name.Split(' ')[0]).Options.Where(o => o.Recursive)).Any(o => o.Name == "--json"));

    [Fact]
    public void Presets_are_listed_with_their_tasks_learner_and_protocol()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("presets"));
        foreach (string name in Presets.Names) Assert.Contains($"| {name} ", shell.Output, StringComparison.Ordinal);
        Assert.Contains("70000 iterations of 25 tasks", shell.Output, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("presets", "--json"));
        Assert.Equal(Presets.Names, JsonNode.Parse(shell.Output)!.AsArray().Select(p => (string)p!["preset"]!));
    }

    private static Command Named(string name) => name.Split(' ').Aggregate((Command)Root(), (command, word) => command.Subcommands.Single(c => c.Name == word));

    private static RootCommand Root() => Program.Root(new Screen(new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture), false, false));
}
