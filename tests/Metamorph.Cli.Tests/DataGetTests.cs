using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Tests;

/// <summary>Fetching data sets, from a server of our own.</summary>
public sealed class DataGetTests : IDisposable
{
    private const string Name = "letters.bin";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * i / 7))];
    private static readonly byte[] Other = [.. Content.Select(b => (byte)(b + 1))];

    private readonly Shell shell = new();
    private readonly FileServer server = new();

    public DataGetTests()
    {
        server.Files[Name] = Content;
        Publish(new DataFile(Name, server.Address(Name), Content.Length, Sum(Content)));
    }

    private string File => shell.In($"data/letters/{Name}");

    private string Part => File + ".part";

    public void Dispose()
    {
        server.Dispose();
        shell.Dispose();
    }

    [Fact]
    public void A_file_is_fetched_once_and_is_then_as_published()
    {
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Contains($"fetched, {Content.Length} bytes, SHA-256 {Sum(Content)}, as published", shell.Output, StringComparison.Ordinal);
        Assert.Contains("letters.bin  100 %  10 kB of 10 kB", shell.Error, StringComparison.Ordinal);
        Assert.Equal([$"data/letters/{Name}"], shell.Files().Keys);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
        Assert.Equal(0, shell.Run("data", "verify", "letters"));
        Assert.Equal(0, shell.Run("data", "get", "letters", "--json"));
        Assert.Equal("there already", (string?)JsonNode.Parse(shell.Output)![0]!["how"]);
        Assert.Equal([""], server.Asked);
    }

    [Fact]
    public void A_connection_that_is_cut_is_made_again_for_the_rest()
    {
        (server.CutAfter, server.Cuts) = (3000, 2);
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
        Assert.Equal(["", "bytes=3000- \"1\"", "bytes=6000- \"1\""], server.Asked);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData(null)]
    public void What_a_failed_command_has_brought_is_gone_on_with_by_the_next(string? tag)
    {
        (server.CutAfter, server.Tag) = (1000, tag);
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains($"the connection was cut after 6000 of {Content.Length} bytes. 6 kB are kept in {Part}. Try again with: metamorph data get letters\n", shell.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(Content[..6000], System.IO.File.ReadAllBytes(Part));
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Contains($"missing  {File}: a part of it is in {Part}", shell.Output, StringComparison.Ordinal);

        (server.CutAfter, int before) = (null, server.Asked.Count);
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal($"bytes=6000- {tag}".Trim(), Assert.Single(server.Asked.Skip(before)));
        Assert.Equal([$"data/letters/{Name}"], shell.Files().Keys);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_server_that_does_not_go_on_with_the_same_version_is_asked_for_the_whole(bool hasRanges, bool mixesVersions)
    {
        // A part of another version, and then a server that does not send parts, says that its version is another, or does not heed what was asked.
        Publish(new DataFile(Name, server.Address(Name)));
        (server.CutAfter, server.Cuts, server.Files[Name]) = (4000, 6, Other);
        server.HasRanges = false;
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Equal(Other[..4000], System.IO.File.ReadAllBytes(Part));

        (server.CutAfter, server.HasRanges, server.MixesVersions, server.Tag, server.Files[Name]) = (null, hasRanges, mixesVersions, "\"2\"", Content);
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_part_that_was_whole_already_needs_no_server()
    {
        // Stopped between the last byte and the name.
        (server.CutAfter, server.Cuts) = (Content.Length - 1, 1);
        server.Holds = true;
        Assert.Equal(1, shell.RunToFirstProgress("data", "get", "letters"));
        System.IO.File.WriteAllBytes(Part, Content);
        int before = server.Asked.Count;
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal(before, server.Asked.Count);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Stopping_keeps_what_has_come_and_says_how_to_go_on()
    {
        (server.CutAfter, server.Cuts, server.Holds) = (3000, 1, true);
        Assert.Equal(1, shell.RunToFirstProgress("data", "get", "letters", "--to", "./data"));
        Assert.Contains($"are kept in {Part}; go on with: metamorph data get letters --to {shell.In("data")}", shell.Error, StringComparison.Ordinal);
        long kept = new FileInfo(Part).Length;
        Assert.InRange(kept, 1, 3000);

        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal($"bytes={kept}- \"1\"", server.Asked.Last());
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Other_bytes_than_those_published_are_refused_with_both_sums()
    {
        server.Files[Name] = Other;
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains($"its SHA-256 is {Sum(Other)}. Expected {Sum(Content)}, as published", shell.Error, StringComparison.Ordinal);
        Assert.Empty(shell.Files());

        server.Files[Name] = [.. Content, 0];
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains("the server has a file of 10001 bytes. Expected 10000, as published", shell.Error, StringComparison.Ordinal);
        Assert.Empty(shell.Files());
    }

    [Fact]
    public void Without_the_file_or_without_a_server_the_disk_stays_as_it_is_and_the_message_says_what_to_do()
    {
        var gone = server.Address("gone");
        Publish(new DataFile(Name, gone));
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains($"{gone}: the server answered 404 Not Found", shell.Error, StringComparison.Ordinal);
        Assert.Contains($"Or by hand: fetch {gone}, put it at '{File}', and the same command checks it.", shell.Error, StringComparison.Ordinal);

        server.Dispose();
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains($"{gone}: ", shell.Error, StringComparison.Ordinal);
        Assert.Contains($"fetch {gone}, put it at '{File}'", shell.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(shell.Folder));
    }

    [Fact]
    public void A_sum_that_nobody_has_published_is_written_down_and_held_to()
    {
        Publish(new DataFile(Name, server.Address(Name), Md5: Md5(Content)));
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        string list = shell.In("data/letters/letters.sha256");
        Assert.Contains($"SHA-256 {Sum(Content)}, MD5 as published; no SHA-256 is published: written down in {list}", shell.Output, StringComparison.Ordinal);
        Assert.Equal($"{Sum(Content)}  {Name}\n", System.IO.File.ReadAllText(list));

        // The same in a data set without any sum: what was found first holds, at the server's as on the disk.
        Publish(new DataFile(Name, server.Address(Name)));
        Assert.Equal(0, shell.Run("data", "verify", "letters"));
        System.IO.File.WriteAllBytes(File, Other);
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Contains($"damaged  {File}: its SHA-256 is {Sum(Other)}. Expected {Sum(Content)}, as when it was first fetched", shell.Output, StringComparison.Ordinal);

        server.Files[Name] = Other[1..];
        Assert.Equal(1, shell.Run("data", "get", "letters"));
        Assert.Contains($"its SHA-256 is {Sum(Other[1..])}. Expected {Sum(Content)}", shell.Error, StringComparison.Ordinal);
        Assert.Equal(Other, System.IO.File.ReadAllBytes(File));
        server.Files[Name] = Content;
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_put_there_by_hand_is_checked_and_its_sum_written_down()
    {
        Publish(new DataFile(Name, server.Address(Name)));
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllBytes(File, Content);
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Contains($"unknown  {File}: no sum of it is known; its SHA-256 is {Sum(Content)}", shell.Output, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("data", "get", "letters"));
        Assert.Equal(0, shell.Run("data", "verify", "letters"));
        Assert.Empty(server.Asked);
    }

    private void Publish(DataFile file) =>
        shell.Data = new(new([new("letters", "Letters", "CC0", "Nobody", new("https://example.org"), [file])]), shell.In("data"));

    private static string Md5(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
