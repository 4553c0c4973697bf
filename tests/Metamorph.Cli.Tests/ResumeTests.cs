using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Cli.Tests;

/// <summary>A run that is stopped and resumed leaves what one that was never stopped leaves; and what keeps it from that is named.</summary>
public sealed class ResumeTests
{
    private static readonly string[] Short =
    [
        "train", "--set", "iterations=7", "--set", "validation.every=3", "--set", "validation.tasks=5", "--set", "evaluation.tasks=5", "--set", "rival=false",
        "--set", "inner.rate=0.001", "--set", "inner.batchRows=4", "--set", "chunk=10", "--set", "checkpoint.every=1",
    ];

    [Fact]
    public void Stopped_after_every_iteration_and_resumed_it_leaves_the_same_bits()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. Short, "--out", "./whole"]));
        Assert.Equal(1, shell.RunToFirstProgress([.. Short, "--out", "./run"]));
        Assert.Contains($"go on with: metamorph train --resume {shell.In("run")}", shell.Error, StringComparison.Ordinal);
        for (int i = 2; i < 7; i++)
        {
            Assert.Equal(1, shell.RunToFirstProgress("train", "--resume", "./run"));
            Assert.Contains($"going on after iteration {i - 1} of 7", shell.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        Assert.Equal(Traces(shell, "whole"), Traces(shell, "run"));
        Assert.Equal(["config.json", "metrics.jsonl", "model.safetensors", "summary.json"], Directory.GetFiles(shell.In("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_without_a_checkpoint_begins_again()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. Short, "--out", "./whole"]));
        shell.RunToFirstProgress([.. Short, "--out", "./run"]);
        File.Delete(shell.In("run/checkpoint-1.safetensors"));
        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        Assert.Contains("no checkpoint", shell.Error, StringComparison.Ordinal);
        Assert.Equal(Traces(shell, "whole"), Traces(shell, "run"));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_other_one_used()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. Short, "--out", "./whole"]));
        Stopped(shell);
        Flip(shell.In("run/checkpoint-2.safetensors"));
        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        Assert.Contains($"the checkpoint '{shell.In("run/checkpoint-2.safetensors")}' is damaged", shell.Error, StringComparison.Ordinal);
        Assert.Contains("going on after iteration 1 of 7", shell.Error, StringComparison.Ordinal);
        Assert.Equal(Traces(shell, "whole"), Traces(shell, "run"));
    }

    [Fact]
    public void Without_a_checkpoint_that_is_whole_nothing_is_changed()
    {
        using var shell = new Shell();
        Stopped(shell);
        Flip(shell.In("run/checkpoint-1.safetensors"));
        File.WriteAllBytes(shell.In("run/checkpoint-2.safetensors"), File.ReadAllBytes(shell.In("run/checkpoint-2.safetensors"))[..300]);
        BadInputTests.Expect(
            shell, "both damaged", 1, ["train", "--resume", "./run"], shell.In("run/checkpoint-1.safetensors"), shell.In("run/checkpoint-2.safetensors"), "at least one that is whole", "Put back a copy of one, or delete both");
    }

    [Fact]
    public void A_folder_has_one_writer()
    {
        using var shell = new Shell();
        Stopped(shell);
        using var other = RunFolder.Resume(shell.In("run"), TimeProvider.System);
        BadInputTests.Expect(shell, "two processes", 1, ["train", "--resume", "./run"], $"another process writes to the folder '{shell.In("run")}'", "wait until it has ended, or stop it");
    }

    [Fact]
    public void Settings_that_change_numbers_are_refused_and_others_are_kept()
    {
        using var shell = new Shell();
        Stopped(shell);
        BadInputTests.Expect(
            shell, "other settings", 2, ["train", "--resume", "./run", "--set", "inner.rate=0.5", "--set", "iterations=9", "--set", "rival=true"], "iterations is 9 and was 7; inner.rate is 0.5 and was 0.001", "Expected fields of preset, rival, evaluation, checkpoint; for others begin a run with --out");
        BadInputTests.Expect(shell, "beside a preset", 2, ["train", "sinusoid", "--resume", "./run"], "--resume ./run stands beside a preset", "Expected --resume alone");
        Assert.Equal(0, shell.Run("train", "--resume", "./run", "--set", "evaluation.steps=0,2", "--set", "checkpoint.every=3"));
        Assert.Contains("after 2 steps", shell.Output, StringComparison.Ordinal);
        Assert.Equal(3, (int)JsonNode.Parse(File.ReadAllText(shell.In("run/config.json")))!["checkpoint"]!["every"]!);
    }

    [Fact]
    public void What_cannot_be_resumed_is_named()
    {
        using var shell = new Shell();
        BadInputTests.Expect(shell, "no run", 1, ["train", "--resume", "./nowhere"], shell.In("nowhere"), "no config.json");
        Assert.Equal(0, shell.Run([.. Short, "--out", "./run"]));
        BadInputTests.Expect(shell, "a run that has ended", 1, ["train", "--resume", "./run"], $"the run in '{shell.In("run")}' has ended", "metamorph evaluate");
    }

    [Fact]
    public void Numbers_of_another_configuration_are_refused_with_the_fields_that_differ()
    {
        using var shell = new Shell();
        Stopped(shell);
        string config = File.ReadAllText(shell.In("run/config.json"));
        string other = config.Replace("\"rate\": 0.001", "\"rate\": 0.1", StringComparison.Ordinal).Replace("\"seed\": 1", "\"seed\": 2", StringComparison.Ordinal);
        Assert.NotEqual(config, other);
        File.WriteAllText(shell.In("run/config.json"), other);
        BadInputTests.Expect(shell, "checkpoint", 1, ["train", "--resume", "./run"], $"the checkpoint in '{shell.In("run")}'", "seed is 2 and was 1", "inner.rate is 0.1 and was 0.001", "put config.json back as it was");
        File.WriteAllText(shell.In("run/config.json"), config);
        Assert.Equal(0, shell.Run("train", "--resume", "./run"));
        File.WriteAllText(shell.In("run/config.json"), other);
        BadInputTests.Expect(shell, "model", 1, ["evaluate", "./run"], $"the model in '{shell.In("run")}'", "seed is 2 and was 1; inner.rate is 0.1 and was 0.001", "put config.json back as it was");

        // How a model is measured is no matter of how it was trained.
        File.WriteAllText(shell.In("run/config.json"), config.Replace("\"rival\": false", "\"rival\": true", StringComparison.Ordinal));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--steps", "0"));
    }

    [Fact]
    public void Checkpoints_change_no_number()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run([.. Short, "--out", "./a"]) + shell.Run([.. Short, "--set", "checkpoint.every=0", "--out", "./b"]));
        Assert.Equal(Traces(shell, "a"), Traces(shell, "b"));
        BadInputTests.Expect(shell, "negative", 2, [.. Short, "--set", "checkpoint.every=-1", "--out", "./c"], "checkpoint.every is -1", "at least 0");
        BadInputTests.Expect(shell, "negative", 2, [.. Short, "--set", "chunk=-1", "--out", "./c"], "chunk is -1", "at least 0");
    }

    /// <summary>A run with two checkpoints, of iterations 1 and 2.</summary>
    private static void Stopped(Shell shell)
    {
        Assert.Equal(1, shell.RunToFirstProgress([.. Short, "--out", "./run"]));
        Assert.Equal(1, shell.RunToFirstProgress("train", "--resume", "./run"));
        Assert.Equal(["checkpoint-1.safetensors", "checkpoint-2.safetensors"], Directory.GetFiles(shell.In("run"), "checkpoint*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>All that a run leaves but how long it took, and the memory.</summary>
    private static string[] Traces(Shell shell, string run)
    {
        var summary = JsonNode.Parse(File.ReadAllText(shell.In($"{run}/summary.json")))!.AsObject();
        Assert.True(summary.Remove("trainSeconds") && summary.Remove("peakMemoryBytes"));
        var metrics = File.ReadAllLines(shell.In($"{run}/metrics.jsonl")).Select(l => JsonNode.Parse(l)!.AsObject()).ToArray();
        Assert.All(metrics, m => Assert.True(m.Remove("seconds")));
        Assert.Empty(Directory.GetFiles(shell.In(run), AtomicFile.TemporaryPattern));
        return [Convert.ToHexString(File.ReadAllBytes(shell.In($"{run}/model.safetensors"))), summary.ToJsonString(), .. metrics.Select(m => m.ToJsonString())];
    }

    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
