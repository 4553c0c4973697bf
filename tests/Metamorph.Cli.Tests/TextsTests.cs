using System.Text.Json.Nodes;

namespace Metamorph.Cli.Tests;

/// <summary>From a file of texts to the class of new ones, and from tagged sentences to the entities of a new domain.</summary>
public sealed class TextsTests
{
    private static readonly string[] Short =
    [
        "--set", "iterations=6", "--set", "metaBatch=2", "--set", "network.kind=hashed", "--set", "network.features=8", "--set", "classes.ways=2", "--set", "classes.queries=2", "--set", "classes.buckets=300",
        "--set", "validation.every=3", "--set", "validation.tasks=3", "--set", "evaluation.tasks=8", "--set", "inner.steps=2",
    ];

    private static readonly string[] ShortTagging =
    [
        "--set", "iterations=4", "--set", "metaBatch=2", "--set", "network.features=8", "--set", "tagging.buckets=300", "--set", "tagging.support=3", "--set", "tagging.query=2", "--set", "validation.every=2",
        "--set", "validation.tasks=3", "--set", "evaluation.tasks=4", "--set", "inner.steps=2",
    ];

    [Theory]
    [InlineData("prototypical")]
    [InlineData("anil")]
    [InlineData("frozen-logistic")]
    [InlineData("tfidf-centroid")]
    public void Texts_are_trained_on_and_texts_of_new_classes_are_told_apart(string learner)
    {
        using var shell = new Shell();
        WriteTexts(shell.In("texts.csv"), classes: 14, each: 4);
        WriteTexts(shell.In("new.csv"), classes: 2, each: 2, first: 30);
        Assert.True(0 == shell.Run(["train", "--data", "./texts.csv", .. Short, "--set", $"learner={learner}", "--set", "evaluation.steps=2", "--out", "./run"]), shell.Error);
        var evaluation = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!["evaluation"]!.AsArray();

        // There is no batch norm, so that there is one mode.
        var one = Assert.Single(evaluation)!;
        Assert.Equal(("none", "accuracy", 8), ((string?)one["batchNorm"], (string?)one["metric"], (int)one["tasks"]!));

        // Six iterations teach little; but that two words of a text are rare tells its class without any.
        if (learner == "tfidf-centroid") Assert.Equal(1, (double)one["mean"]!);
        Assert.True(0 == shell.Run("adapt", "./run", "--support", "./new.csv", "--out", "./new.safetensors"), shell.Error);
        Assert.Contains("adapted to 4 examples of 2 classes (c30, c31)", shell.Output, StringComparison.Ordinal);
        Assert.True(0 == shell.Run("predict", "./new.safetensors", "--input", "./new.csv", "--out", "./predicted.csv"), shell.Error);
        string[] predicted = File.ReadAllLines(shell.In("predicted.csv"));
        Assert.Equal(5, predicted.Length);
        Assert.StartsWith("please tell me of word30a and word30b now 0,c3", predicted[1], StringComparison.Ordinal);

        // The same texts in a file without columns.
        File.WriteAllLines(shell.In("new.txt"), File.ReadAllLines(shell.In("new.csv"))[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(0, shell.Run("predict", "./new.safetensors", "--input", "./new.txt", "--out", "./same.csv"));
        Assert.Equal(predicted, File.ReadAllLines(shell.In("same.csv")));
    }

    [Theory]
    [InlineData("prototypical")]
    [InlineData("anil")]
    [InlineData("reptile")]
    [InlineData("frozen-centroid")]
    [InlineData("tfidf-centroid")]
    public void A_tagger_is_measured_on_the_domain_that_it_was_not_trained_on(string learner)
    {
        using var shell = new Shell();
        WriteDomains(shell.In("domains"));
        Assert.True(0 == shell.Run(["train", "--data", "./domains", .. ShortTagging, "--set", $"learner={learner}", "--set", "evaluation.steps=2", "--out", "./run"]), shell.Error);
        Assert.Contains("domains art (train, 18 sentences, 2 types), law (train, 18 sentences, 2 types), sea (test, 18 sentences, 2 types)", shell.Error, StringComparison.Ordinal);
        var evaluation = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!["evaluation"]!.AsArray();
        Assert.Equal("f1", (string?)Assert.Single(evaluation)!["metric"]);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--json"));
        Assert.True(JsonNode.DeepEquals(evaluation, JsonNode.Parse(shell.Output)!["evaluation"]), shell.Output);
    }

    [Fact]
    public void Learners_of_numbers_are_refused_for_tokens()
    {
        using var shell = new Shell();
        WriteTexts(shell.In("texts.csv"), classes: 14, each: 4);
        WriteDomains(shell.In("domains"));
        foreach (string[] of in new[] { ["./texts.csv", .. Short], (string[])["./domains", .. ShortTagging] })
        {
            Assert.Equal(2, shell.Run(["train", "--data", .. of, "--set", "learner=raw-logistic", "--out", "./run"]));
            Assert.Contains("learner is 'raw-logistic', which measures distances between numbers, and an example is the tokens of a text. Expected learner=tfidf-centroid.", shell.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, shell.Run(["train", "--data", "./texts.csv", .. Short, "--set", "learner=maml", "--set", "network.kind=conv4", "--out", "./run"]));
        Assert.Contains("network.kind is 'conv4', which takes images, and an example is [128]. Expected examples of [channels, height, width], or network.kind=hashed for texts", shell.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.In("run")));
    }

    /// <summary>Texts of words that only their class has, and of words that all have.</summary>
    private static void WriteTexts(string path, int classes, int each, int first = 0) => File.WriteAllLines(path,
        [
            "text,label",
            .. from c in Enumerable.Range(first, classes) from i in Enumerable.Range(0, each) select $"please tell me of word{c}a and word{c}b now {i},c{c}",
        ]);

    /// <summary>Three domains with persons and a type of their own.</summary>
    private static void WriteDomains(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (domain, type) in new[] { ("art", "painting"), ("law", "court"), ("sea", "ship") })
        {
            foreach (string part in new[] { "train", "dev", "test" })
            {
                using var file = new System.IO.Compression.GZipStream(File.Create(Path.Combine(folder, $"{domain}.{part}.txt.gz")), System.IO.Compression.CompressionLevel.Fastest);
                for (int i = 0; i < 6; i++) file.Write(System.Text.Encoding.UTF8.GetBytes($"they\tO\nmet\tO\n{type}{i}\tB-{type}\nBig\tI-{type}\nand\tO\nAnn{i}\tB-person\n.\tO\n\n"));
            }
        }
    }
}
