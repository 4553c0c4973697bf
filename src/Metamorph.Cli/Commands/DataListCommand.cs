using System.CommandLine;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Lists the data sets that are known.</summary>
internal static class DataListCommand
{
    internal static Command Create(Screen screen, KnownData data, Option<bool> json)
    {
        var root = DataCommand.In();
        var command = new Command("list", "List the data sets that are known, and say which are there.\n\nExamples:\n  metamorph data list\n  metamorph data list --in data --json")
        {
            root,
        };
        command.SetAction(arguments => Run(data.Sets.Sets, arguments.GetValue(root) ?? data.Root, arguments.GetValue(json), screen));
        return command;
    }

    private static int Run(IReadOnlyList<DataSet> sets, string? root, bool json, Screen screen)
    {
        if (json)
        {
            screen.Line(Outputs.Text(new JsonArray([.. sets.Select(s => (JsonNode)DataInfoCommand.Json(s, root))])));
            return ExitCode.Ok;
        }

        screen.Grid(["data set", "what", "to fetch", "licence", "here"], [.. sets.Select(s => new[] { s.Name, s.Title, Size(s), s.Licence, Presence(s, root) })]);
        screen.Line(root is null ? "here: METAMORPH_DATA names no folder of data sets" : $"here: in {root}; packed: the form that is passed on by other ways, see 'metamorph data info NAME'");
        return ExitCode.Ok;
    }

    /// <summary>How much there is to fetch, as far as it is known.</summary>
    internal static string Size(DataSet set)
    {
        long known = set.Files.Sum(f => f.Size ?? 0);
        return set.Size is { } size ? ByteCount.Text(size) : known > 0 ? $"above {ByteCount.Text(known)}" : "not stated";
    }

    /// <summary>What of a data set is in the folder of all.</summary>
    internal static string Presence(DataSet set, string? root) => root is null ? "-" : new StoredSet(set, root).Presence;
}
