using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Metamorph.Data;

namespace Metamorph.Cli.Tests;

/// <summary>What is said of data sets.</summary>
public sealed class DataTests
{
    [Fact]
    public void All_data_sets_are_listed_with_what_is_there()
    {
        using var shell = new Shell { Data = new(Catalogue.Known, null) };
        Assert.Equal(0, shell.Run("data", "list"));
        foreach (string name in Catalogue.Known.Names) Assert.Contains($"| {name} ", shell.Output, StringComparison.Ordinal);
        Assert.Contains("METAMORPH_DATA names no folder", shell.Output, StringComparison.Ordinal);

        Directory.CreateDirectory(shell.In("omniglot"));
        File.WriteAllText(shell.In("omniglot/images_background.zip"), "");
        Assert.Equal(0, shell.Run("data", "list", "--in", "./", "--json"));
        var sets = JsonNode.Parse(shell.Output)!.AsArray();
        Assert.Equal(Catalogue.Known.Names, sets.Select(s => (string)s!["name"]!));
        Assert.Equal("part", (string?)sets.Single(s => (string?)s!["name"] == "omniglot")!["here"]);
        Assert.All(sets.Where(s => (string?)s!["name"] != "omniglot"), s => Assert.Equal("no", (string?)s!["here"]));
    }

    [Fact]
    public void A_data_set_is_told_with_all_that_is_known_of_it()
    {
        using var shell = new Shell { Data = new(Catalogue.Known, null) };
        Assert.Equal(0, shell.Run("data", "info", "omniglot"));
        foreach (string part in new[] { "1,623 handwritten characters", "MIT", "Lake", "images_evaluation.zip, 6.5 MB", "SHA-256 1f61a8f3366785b057fc117d9228e78a16e3d976c8953b2a10fcc74cf0609cee", "omniglot/images28.idx3.gz" })
            Assert.Contains(part, shell.Output, StringComparison.Ordinal);

        // A folder of packed data is as good as the name where it holds one data set; of several they are named.
        Assert.Equal(0, shell.Run("data", "info", "caltech101-32", "--json"));
        Assert.Equal("caltech101", (string?)JsonNode.Parse(shell.Output)!["name"]);
        Assert.Equal(2, shell.Run("data", "info", "text-intents"));
        Assert.Contains("clinc150, banking77, hwu64", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("data", "info", "omniglott"));
        Assert.Contains("there is no data set 'omniglott'. The nearest is 'omniglot'", shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "--to")]
    [InlineData("verify", "--in")]
    public void Without_a_folder_it_is_said_how_to_name_one(string command, string option)
    {
        using var shell = new Shell { Data = new(Catalogue.Known, null) };
        Assert.Equal(2, shell.Run("data", command, "omniglot"));
        Assert.Contains("Set METAMORPH_DATA to a folder", shell.Error, StringComparison.Ordinal);
        Assert.Contains($"{option} FOLDER", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_that_is_there_is_verified_the_other_is_not_missed()
    {
        using var shell = new Shell();
        byte[] a = [1, 2, 3], b = [4, 5];
        DataFile[] packed = [new("packed/a", Sha256: Sum(a)), new("packed/b", Sha256: Sum(b))];
        shell.Data = new(new([new("letters", "Letters", "CC0", "Nobody", new("https://example.org"), [new("letters.zip", new("https://example.org/letters.zip"))]) { Packed = "packed/", PackedFiles = packed }]), shell.Folder);

        // Nothing is there: what can be fetched is missed.
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Contains($"missing  {shell.In("letters/letters.zip")}: there is no such file", shell.Output, StringComparison.Ordinal);

        Directory.CreateDirectory(shell.In("packed"));
        File.WriteAllBytes(shell.In("packed/a"), a);
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Equal([$"ok  {shell.In("packed/a")}: SHA-256 as published", $"missing  {shell.In("packed/b")}: there is no such file"], shell.Output.TrimEnd().Split('\n'));
        File.WriteAllBytes(shell.In("packed/b"), b);
        Assert.Equal(0, shell.Run("data", "verify", "letters", "--json"));
        Assert.All(JsonNode.Parse(shell.Output)!.AsArray(), f => Assert.Equal("ok", (string?)f!["state"]));
        File.WriteAllBytes(shell.In("packed/b"), a);
        Assert.Equal(1, shell.Run("data", "verify", "letters"));
        Assert.Contains($"damaged  {shell.In("packed/b")}: its SHA-256 is {Sum(a)}. Expected {Sum(b)}, as published", shell.Output, StringComparison.Ordinal);
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
