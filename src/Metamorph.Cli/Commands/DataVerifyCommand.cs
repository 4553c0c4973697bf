using System.CommandLine;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Checks the files of a data set.</summary>
internal static class DataVerifyCommand
{
    internal static Command Create(Screen screen, KnownData data, Option<bool> json)
    {
        var (name, root) = (DataCommand.Name("The data set."), DataCommand.In());
        var command = new Command("verify", "Check the files of a data set against their published sums, or those found when they were first fetched. Exit code 0 if all are as they should be, otherwise 1.\n\nExamples:\n  metamorph data verify omniglot\n  metamorph data verify omniglot --in data --json")
        {
            name, root,
        };
        command.SetAction((arguments, cancellation) => Task.Run(
            () => Run(new(data.Set(arguments.GetRequiredValue(name)), data.RootOr(arguments.GetValue(root), "--in")), arguments.GetValue(json), screen, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(StoredSet stored, bool json, Screen screen, CancellationToken cancellation)
    {
        CheckedFile[] files = [.. stored.Check(cancellation)];
        bool isAllOk = files.All(f => f.State == FileState.Ok);
        if (json)
        {
            screen.Line(Outputs.Text(new JsonArray([.. files.Select(f => (JsonNode)Json(f))])));
        }
        else
        {
            foreach (var file in files) screen.Line($"{Word(file.State)}  {file.Path}: {file.Reason}");
            if (!isAllOk) screen.Note($"{files.Count(f => f.State != FileState.Ok)} of {files.Length} {(files.Length == 1 ? "file is" : "files are")} not as expected; what is published is fetched with: metamorph data get {stored.Set.Name}");
        }

        return isAllOk ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Word(FileState state) => state switch
    {
        FileState.Ok => "ok",
        FileState.Damaged => "damaged",
        FileState.Missing => "missing",
        _ => "unknown",
    };

    private static JsonObject Json(CheckedFile file) => new()
    {
        ["path"] = file.Path,
        ["state"] = Word(file.State),
        ["reason"] = file.Reason,
        ["bytes"] = file.Sums?.Size,
        ["sha256"] = file.Sums?.Sha256,
    };
}
