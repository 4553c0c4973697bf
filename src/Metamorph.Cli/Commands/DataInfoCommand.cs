using System.CommandLine;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Says all that is known of a data set.</summary>
internal static class DataInfoCommand
{
    internal static Command Create(Screen screen, KnownData data, Option<bool> json)
    {
        var (name, root) = (DataCommand.Name("The data set."), DataCommand.In());
        var command = new Command("info", "Say all that is known of a data set: what it is, its licence, what to cite, its files with their addresses and sums.\n\nExamples:\n  metamorph data info omniglot\n  metamorph data info fewrel --json")
        {
            name, root,
        };
        command.SetAction(arguments => Run(data.Set(arguments.GetRequiredValue(name)), arguments.GetValue(root) ?? data.Root, arguments.GetValue(json), screen));
        return command;
    }

    /// <summary>A data set for machines.</summary>
    internal static JsonObject Json(DataSet set, string? root) => new()
    {
        ["name"] = set.Name,
        ["title"] = set.Title,
        ["licence"] = set.Licence,
        ["citation"] = set.Citation,
        ["homepage"] = set.Homepage.AbsoluteUri,
        ["note"] = set.Note,
        ["bytes"] = set.Size,
        ["folder"] = root is null ? null : new StoredSet(set, root).Folder,
        ["here"] = root is null ? null : new StoredSet(set, root).Presence,
        ["files"] = new JsonArray([.. set.Files.Select(f => (JsonNode)Json(f))]),
        ["packed"] = new JsonArray([.. set.PackedFiles.Select(f => (JsonNode)Json(f))]),
    };

    private static JsonObject Json(DataFile file) => new()
    {
        ["name"] = file.Name,
        ["url"] = file.Url?.AbsoluteUri,
        ["bytes"] = file.Size,
        ["sha256"] = file.Sha256,
        ["md5"] = file.Md5,
    };

    private static int Run(DataSet set, string? root, bool json, Screen screen)
    {
        if (json)
        {
            screen.Line(Outputs.Text(Json(set, root)));
            return ExitCode.Ok;
        }

        screen.Line($"{set.Name}: {set.Title}");
        screen.Line("");
        screen.Line($"licence   {set.Licence}");
        screen.Line($"cite      {set.Citation}");
        screen.Line($"homepage  {set.Homepage.AbsoluteUri}");
        screen.Line($"to fetch  {DataListCommand.Size(set)} in {Count(set.Files)}");
        screen.Line($"here      {(root is null ? "METAMORPH_DATA names no folder of data sets" : $"{DataListCommand.Presence(set, root)}: {new StoredSet(set, root).Folder}")}");
        if (set.Note is not null) screen.Line($"note      {set.Note}");
        foreach (var file in set.Files)
        {
            screen.Line("");
            screen.Line($"{file.Name}{(file.Size is { } size ? $", {ByteCount.Text(size)}" : "")}");
            screen.Line($"  {file.Url!.AbsoluteUri}");
            screen.Line($"  SHA-256 {file.Sha256 ?? "is not published: 'metamorph data get' writes down what it finds"}");
            if (file.Md5 is not null) screen.Line($"  MD5 {file.Md5}");
        }

        if (set.PackedFiles.Count == 0) return ExitCode.Ok;
        screen.Line("");
        screen.Line($"The packed form, {Count(set.PackedFiles)}:");
        foreach (var file in set.PackedFiles) screen.Line($"  {file.Sha256}  {file.Name}");
        return ExitCode.Ok;
    }

    private static string Count(IReadOnlyList<DataFile> files) => files.Count == 1 ? "1 file" : $"{files.Count} files";
}
