using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Tests;

/// <summary>The main job, from the command line to the files that it leaves.</summary>
public sealed class TrainTests
{
    // A small inner rate: after 60 iterations, ten steps at the preset's rate make some tasks diverge, and these tests are about files.
    private static readonly string[] Short = ["--set", "iterations=60", "--set", "inner.rate=0.001", "--set", "validation.every=20", "--set", "validation.tasks=20", "--set", "evaluation.tasks=30"];

    [Fact]
    public void Training_on_sine_waves_leaves_a_model_a_summary_and_a_table()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--out", "./run"]));
        Assert.Equal(["config.json", "metrics.jsonl", "model.safetensors", "summary.json"], Directory.GetFiles(shell.In("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("before adaptation", shell.Output, StringComparison.Ordinal);
        Assert.Contains("after 10 steps", shell.Output, StringComparison.Ordinal);
        Assert.Contains("pretrained, fine-tuned", shell.Output, StringComparison.Ordinal);

        var summary = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!;
        Assert.Equal("maml", (string?)summary["learner"]);
        Assert.Equal(1761, (int)summary["parameters"]!);
        Assert.Equal(60, (int)summary["iterations"]!);
        Assert.True((double)summary["trainSeconds"]! > 0);
        Assert.True((long)summary["peakMemoryBytes"]! > 0);
        var evaluation = summary["evaluation"]!.AsArray();
        Assert.Equal([0, 1, 5, 10], evaluation.Select(e => (int)e!["steps"]!));
        Assert.All(evaluation, e =>
        {
            Assert.Equal("mse", (string?)e!["metric"]);
            Assert.Equal(30, (int)e["tasks"]!);
            Assert.Equal(0, (double)e["failed"]!);
            Assert.True((double)e["mean"]! > (double)e["median"]! / 10);
            Assert.True((double)e["ci95"]! > 0);
        });
        Assert.Equal(3, File.ReadAllLines(shell.In("run/metrics.jsonl")).Length);
        Assert.Equal("maml", Safetensors.Read(shell.In("run/model.safetensors")).Metadata["learner"]);
    }

    [Fact]
    public void Evaluating_gives_the_numbers_of_the_summary_again()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", "rival=false", "--out", "./run"]));
        var summary = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!.AsObject();
        Assert.Equal(0, shell.Run("evaluate", "./run", "--json"));
        summary.Remove("rivals");
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(shell.Output)), shell.Output);

        Assert.Equal(0, shell.Run("evaluate", "./run", "--split", "validation", "--support", "5", "--steps", "0,3", "--tasks", "7", "--json"));
        var other = JsonNode.Parse(shell.Output)!["evaluation"]!.AsArray();
        Assert.Equal([0, 3], other.Select(e => (int)e!["steps"]!));
        Assert.All(other, e => Assert.Equal(7, (int)e!["tasks"]!));
    }

    [Fact]
    public void The_same_configuration_gives_the_same_model_and_another_seed_another()
    {
        using var shell = new Shell();
        string[] train = ["train", .. Short, "--set", "rival=false"];
        Assert.Equal(0, shell.Run([.. train, "--out", "./a"]) + shell.Run([.. train, "--out", "./b"]) + shell.Run([.. train, "--set", "seed=2", "--out", "./c"]));
        Assert.Equal(File.ReadAllBytes(shell.In("a/model.safetensors")), File.ReadAllBytes(shell.In("b/model.safetensors")));
        Assert.NotEqual(File.ReadAllBytes(shell.In("a/model.safetensors")), File.ReadAllBytes(shell.In("c/model.safetensors")));
    }

    [Theory]
    [InlineData("fomaml")]
    [InlineData("anil")]
    [InlineData("boil")]
    [InlineData("meta-sgd")]
    [InlineData("maml++")]
    [InlineData("reptile")]
    [InlineData("pretrained")]
    public void Every_learner_trains(string learner)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", $"learner={learner}", "--set", "inner.steps=2", "--set", "rival=false", "--out", "./run"]));
        Assert.Contains(learner, shell.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_plain_or_compressed_is_trained_on_and_another_is_evaluated(bool gzip)
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"), gzip);
        Assert.Equal(0, shell.Run("train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "iterations=20", "--set", "validation.every=10", "--set", "evaluation.tasks=2", "--out", "./run"));
        Assert.Contains("pooled ridge", shell.Output, StringComparison.Ordinal);
        Assert.Contains("mse on 3 tasks", shell.Output, StringComparison.Ordinal);
        string model = Convert.ToHexString(File.ReadAllBytes(shell.In("run/model.safetensors")));

        // A file of the same form whose columns stand in another order, and with one that the model does not know.
        Tables.Write(shell.In("others.csv"), gzip: false, tasks: 6, seed: 8, turned: true);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others.csv", "--split", "all", "--json"));
        Assert.All(JsonNode.Parse(shell.Output)!["evaluation"]!.AsArray(), e => Assert.Equal(6, (int)e!["tasks"]!));
        Assert.Equal(model, Convert.ToHexString(File.ReadAllBytes(shell.In("run/model.safetensors"))));
    }

    [Fact]
    public void Progress_is_on_standard_error_and_without_colours_where_nobody_looks()
    {
        using var shell = new Shell();
        shell.Run(["train", .. Short, "--set", "rival=false", "--out", "./run"]);
        Assert.DoesNotContain("it/s", shell.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shell.Output + shell.Error);
    }

    [Fact]
    public void Help_shows_examples_and_every_key()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("train", "--help"));
        Assert.Contains("metamorph train --data schools.csv.gz --task school --target exam_score", shell.Output, StringComparison.Ordinal);
        Assert.Contains("inner.rate", shell.Output, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("evaluate", "--help"));
        Assert.Contains("metamorph evaluate runs/sinusoid", shell.Output, StringComparison.Ordinal);
    }
}
