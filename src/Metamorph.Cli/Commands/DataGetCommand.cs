using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Commands;

/// <summary>Fetches a data set.</summary>
internal static class DataGetCommand
{
    // Parts of a file that its bar distinguishes.
    private const int Parts = 1000;

    internal static Command Create(Screen screen, KnownData data, Option<bool> json)
    {
        var name = DataCommand.Name("The data set.");
        var to = new Option<string?>("--to") { Description = "The folder of all data sets, in which one named NAME is made; not given: the one named by METAMORPH_DATA.", HelpName = "FOLDER" };
        var command = new Command("get", "Fetch a data set and check its files. What a stopped download has brought is kept and gone on with; a file gets its name when it is whole and its sum is right.\n\nExamples:\n  metamorph data get omniglot\n  metamorph data get fewrel --to data")
        {
            name, to,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() =>
        {
            var (set, given) = (data.Set(arguments.GetRequiredValue(name)), arguments.GetValue(to));
            return Run(new(set, data.RootOr(given, "--to")), $"metamorph data get {set.Name}{(given is null ? "" : $" --to {given}")}", arguments.GetValue(json), screen, cancellation);
        }, CancellationToken.None));
        return command;
    }

    /// <param name="again">The command that goes on with this one.</param>
    private static int Run(StoredSet stored, string again, bool json, Screen screen, CancellationToken cancellation)
    {
        using var client = Client();
        var results = new JsonArray();
        foreach (var file in stored.Set.Files)
        {
            var (sums, how) = There(stored, file, screen, cancellation) is { } found ? (found, "there already") : (Fetch(client, stored, file, again, screen, cancellation), "fetched");
            bool isNew = file.Sha256 is null && stored.Recorded(file) is null;
            stored.Record(file, sums);
            if (json) results.Add((JsonNode)Json(stored.PathOf(file), how, sums));
            else screen.Line(string.Create(CultureInfo.InvariantCulture, $"{stored.PathOf(file)}: {how}, {sums.Size} bytes, SHA-256 {sums.Sha256}, {Known(stored, file, isNew)}"));
        }

        if (json) screen.Line(Outputs.Text(results));
        return ExitCode.Ok;
    }

    private static HttpClient Client()
    {
        // Names of hosts may come to mean other machines while the tool runs; and a machine that does not answer is soon known.
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30), PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

        // Some servers refuse who does not say what it is.
        client.DefaultRequestHeaders.UserAgent.ParseAdd("metamorph");
        return client;
    }

    /// <summary>The file if it is there and not damaged, put there by hand or fetched before; otherwise null.</summary>
    private static FileSums? There(StoredSet stored, DataFile file, Screen screen, CancellationToken cancellation)
    {
        var found = stored.CheckPublished(file, cancellation);
        if (found.State == FileState.Damaged) screen.Note($"{found.Path} is there, but {found.Reason}. It is fetched anew, and stays until then.");
        return found.State is FileState.Ok or FileState.Unknown ? found.Sums : null;
    }

    private static FileSums Fetch(HttpClient client, StoredSet stored, DataFile file, string again, Screen screen, CancellationToken cancellation)
    {
        string path = stored.PathOf(file);
        FileSums? sums = null;
        try
        {
            screen.Progress(file.Name, Parts, report => sums = new Download(client)
                .Fetch(file, path, stored.Recorded(file), (done, size) => report(size is > 0 and { } whole ? (int)(Parts * done / whole) : 0, Text(done, size)), cancellation)
                .GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Note($"{(PartFile.Length(path) is > 0 and var kept ? $"{ByteCount.Text(kept)} are kept in {PartFile.Of(path)}; " : "")}go on with: {again}");
            throw;
        }
        catch (DownloadException e)
        {
            string kept = PartFile.Length(path) is > 0 and var length ? $" {ByteCount.Text(length)} are kept in {PartFile.Of(path)}." : "";
            string anew = stored.Recorded(file) is null ? "" : $" If the file was published anew, delete its line in {stored.Sums}.";
            throw new IOException($"{e.Message}.{kept}{anew} Try again with: {again}\nOr by hand: fetch {file.Url!.AbsoluteUri}, put it at '{path}', and the same command checks it.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"cannot write '{path}': {e.Message} Expected a folder that can be written to; give another with --to FOLDER.", e);
        }

        return sums!;
    }

    private static string Known(StoredSet stored, DataFile file, bool isNew)
    {
        if (file.Sha256 is not null) return "as published";
        string md5 = file.Md5 is null ? "" : "MD5 as published; ";
        return isNew ? $"{md5}no SHA-256 is published: written down in {stored.Sums}" : $"{md5}SHA-256 as when it was first fetched";
    }

    private static string Text(long done, long? size) => size is { } whole ? $"{ByteCount.Text(done)} of {ByteCount.Text(whole)}" : ByteCount.Text(done);

    private static JsonObject Json(string path, string how, FileSums sums) => new()
    {
        ["path"] = path,
        ["how"] = how,
        ["bytes"] = sums.Size,
        ["sha256"] = sums.Sha256,
    };
}
