using System.Text.Json.Nodes;

namespace Metamorph.Cli.Tests;

/// <summary>From a folder of pictures to the class of new ones.</summary>
public sealed class ClassesTests
{
    private static readonly string[] Short =
    [
        "--set", "iterations=6", "--set", "metaBatch=2", "--set", "network.filters=4", "--set", "classes.ways=2", "--set", "classes.queries=2", "--set", "validation.every=3", "--set", "validation.tasks=3", "--set", "evaluation.tasks=8",
        "--set", "classes.statisticsTasks=4",
    ];

    [Theory]
    [InlineData("prototypical", "1")]
    [InlineData("maml", "1,2")]
    public void A_folder_of_pictures_is_trained_on_and_new_classes_are_told_apart(string learner, string steps)
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 14, each: 4);
        Assert.True(0 == shell.Run(["train", "--data", "./pictures", .. Short, "--set", $"learner={learner}", "--set", $"evaluation.steps={steps}", "--out", "./run"]), shell.Error);
        Assert.Contains("10 classes to train on, 2 to choose the best iteration by, 2 of test to be measured on; 2 ways, 1 shot", shell.Error, StringComparison.Ordinal);
        Assert.Contains("accuracy on 8 tasks", shell.Output, StringComparison.Ordinal);

        // Both modes of batch norm, for each number of steps.
        var evaluation = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!["evaluation"]!.AsArray();
        Assert.Equal(
            from mode in new[] { "batch", learner == "maml" ? "support" : "running" } from step in steps.Split(',') select (mode, int.Parse(step, System.Globalization.CultureInfo.InvariantCulture), "accuracy", 8),
            evaluation.Select(e => ((string)e!["batchNorm"]!, (int)e["steps"]!, (string)e["metric"]!, (int)e["tasks"]!)));

        // The same numbers again, and other tasks of other classes.
        Assert.Equal(0, shell.Run("evaluate", "./run", "--json"));
        Assert.Contains($"measuring {learner}  0 %", shell.Error, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(evaluation, JsonNode.Parse(shell.Output)!["evaluation"]), shell.Output);
        Assert.All(evaluation, e => Assert.InRange((double)e!["calibration"]!, 0, 1));
        Pictures.Write(shell.In("others"), classes: 5, each: 5, first: 20);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others", "--split", "all", "--support", "2", "--queries", "3", "--tasks", "5", "--json"));
        Assert.All(JsonNode.Parse(shell.Output)!["evaluation"]!.AsArray(), e => Assert.Equal(5, (int)e!["tasks"]!));

        Pictures.Write(shell.In("new"), classes: 2, each: 2, first: 30);
        Assert.True(0 == shell.Run("adapt", "./run", "--support", "./new", "--out", "./new.safetensors"), shell.Error);
        Assert.Contains("adapted to 4 examples of 2 classes (c30, c31)", shell.Output, StringComparison.Ordinal);
        Assert.True(0 == shell.Run("predict", "./new.safetensors", "--input", "./new", "--out", "./predicted.csv"), shell.Error);
        string[] lines = File.ReadAllLines(shell.In("predicted.csv"));
        Assert.Equal("file,predicted,confidence", lines[0]);
        Assert.Equal(["c30/0.png", "c30/1.png", "c31/0.png", "c31/1.png"], lines[1..].Select(l => l.Split(',')[0]));
        Assert.All(lines[1..], l => Assert.Contains(l.Split(',')[1], (string[])["c30", "c31"]));

        // With statistics of the support or of training tasks the class of a picture does not depend on those beside it.
        Assert.Equal(0, shell.Run("predict", "./new.safetensors", "--input", "./new/c31/0.png", "--out", "./alone.csv"));
        string[] beside = lines[3].Split(','), alone = File.ReadAllLines(shell.In("alone.csv"))[1].Split(',');
        Assert.Equal(beside[1..], alone[1..]);
    }

    [Fact]
    public void A_model_of_any_ways_is_measured_on_several_forms_of_tasks()
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 14, each: 6);
        Assert.True(0 == shell.Run(["train", "--data", "./pictures", .. Short, "--set", "learner=prototypical", "--set", "evaluation.steps=1", "--out", "./run"]), shell.Error);
        string[] all = ["evaluate", "./run", "--split", "train", "--queries", "2", "--tasks", "5", "--json"];
        Assert.True(0 == shell.Run([.. all, "--ways", "2,5", "--support", "1,3"]), shell.Error);
        var forms = JsonNode.Parse(shell.Output)!["forms"]!.AsArray();
        Assert.Equal(["2 1", "2 3", "5 1", "5 3"], forms.Select(f => $"{f!["ways"]} {f["support"]}"));
        Assert.Equal(0, shell.Run([.. all, "--ways", "5", "--support", "3"]));
        Assert.True(JsonNode.DeepEquals(forms[3]!["evaluation"], JsonNode.Parse(shell.Output)!["evaluation"]), shell.Output);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--split", "train", "--tasks", "5", "--queries", "2", "--ways", "2,5"));
        Assert.Contains("| 5 ways, 1 shot | running ", shell.Output, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("evaluate", "./run", "--ways", "2,x"));
        Assert.Contains("2,x is no list of numbers. Expected whole numbers, as 5 or 1,5,20.", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_trained_on_and_examples_without_labels_are_told_apart()
    {
        using var shell = new Shell();
        WriteArrays(shell.In("rows.npz"), classes: 14, each: 4, first: 0);
        WriteArrays(shell.In("new.npz"), classes: 2, each: 3, first: 20);
        Assert.True(0 == shell.Run(["train", "--data", "./rows.npz", .. Short, "--set", "network.kind=perceptron", "--set", "network.hidden=8", "--set", "evaluation.steps=1", "--set", "learner=prototypical", "--out", "./run"]), shell.Error);
        Assert.True(0 == shell.Run("adapt", "./run", "--support", "./new.npz", "--out", "./new.safetensors"), shell.Error);
        Assert.True(0 == shell.Run("predict", "./new.safetensors", "--input", "./new.npz", "--out", "./predicted.csv"), shell.Error);
        string[] lines = File.ReadAllLines(shell.In("predicted.csv"));
        Assert.Equal(7, lines.Length);
        Assert.Contains("new.npz[5],", lines[6], StringComparison.Ordinal);
        File.WriteAllText(shell.In("some.txt"), "no numbers");
        Assert.Equal(1, shell.Run("predict", "./new.safetensors", "--input", "./some.txt", "--out", "./none.csv"));
        Assert.Contains("some.txt' is no NPZ file, and the model sees rows of [3] numbers.", shell.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(shell.In("none.csv")));
    }

    [Fact]
    public void A_stopped_run_of_classes_goes_on_with_the_same_bits()
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 14, each: 4);
        Assert.Equal(0, shell.Run(["train", "--data", "./pictures", .. Short, "--out", "./whole"]));
        Assert.Equal(1, shell.RunToFirstProgress(["train", "--data", "./pictures", .. Short, "--out", "./stopped"]));
        Assert.True(0 == shell.Run("train", "--resume", "./stopped"), shell.Error);
        Assert.Equal(File.ReadAllBytes(shell.In("whole/model.safetensors")), File.ReadAllBytes(shell.In("stopped/model.safetensors")));
    }

    [Theory]
    [InlineData(new[] { "--set", "classes.ways=9" }, "for tasks of 9 ways. Expected at least as many")]
    [InlineData(new[] { "--set", "classes.shots=3" }, "has 4 examples. Expected at least 5 (shots 3 + queries 2)")]
    [InlineData(new[] { "--set", "classes.rotations=per-clas" }, "The nearest is 'per-class'")]
    [InlineData(new[] { "--set", "classes.size=28" }, "Expected rows and columns of pixels, as 28x28")]
    [InlineData(new[] { "--set", "network.kind=conv5" }, "The nearest is 'conv4'")]
    [InlineData(new[] { "--set", "learner=support-ridge" }, "Expected another learner")]
    [InlineData(new[] { "--set", "learner=cavia" }, "takes rows of features, and an example is [1, 16, 16]")]
    public void What_cannot_be_is_refused_before_a_folder_is_made(string[] settings, string expected)
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 14, each: 4);
        Assert.NotEqual(0, shell.Run(["train", "--data", "./pictures", .. Short, .. settings, "--out", "./run"]));
        Assert.Contains(expected, shell.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.In("run")));
    }

    [Fact]
    public void Classes_and_files_that_do_not_fit_a_model_are_refused()
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 14, each: 4);
        Assert.Equal(0, shell.Run(["train", "--data", "./pictures", .. Short, "--out", "./run"]));
        Pictures.Write(shell.In("three"), classes: 3, each: 1);
        Assert.Equal(1, shell.Run("adapt", "./run", "--support", "./three", "--out", "./x.safetensors"));
        Assert.Contains("has 3 classes (c0, c1, c2). Expected from 2 to 2", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("evaluate", "./run", "--task", "patient"));
        Assert.Contains("whose tasks are drawn", shell.Error, StringComparison.Ordinal);
        Assert.Equal(1, shell.Run("evaluate", "./run", "--data", "./nothing"));
        Assert.Contains("there is no folder", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("train", "sinusoid", "--data", "./pictures", "--out", "./y"));
        Assert.Contains("is a data set of classes, and 'sinusoid' is of other tasks", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("train", "classes", "--out", "./y"));
        Assert.Contains("Expected --data FOLDER", shell.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.In("y")) || File.Exists(shell.In("x.safetensors")));
    }

    [Fact]
    public void Every_row_of_the_table_has_a_preset_that_can_be_built()
    {
        foreach (string name in Cli.Configuration.Presets.Names.Where(n => n.StartsWith("omniglot-", StringComparison.Ordinal)))
        {
            var c = Cli.Configuration.Presets.Get(name);
            Assert.NotEqual(0, Cli.Configuration.Learners.Of(c, [1, 28, 28], c.Classes!.Ways, Losses.CrossEntropy).Init(new Key(1)).Size);
            Assert.StartsWith(FormattableString.Invariant($"omniglot-{c.Classes.Ways}w{c.Classes.Shots}s-{c.Learner}"), name, StringComparison.Ordinal);
        }
    }

    /// <summary>Rows of three numbers near a place of their class, as NumPy writes them.</summary>
    private static void WriteArrays(string path, int classes, int each, int first)
    {
        int[] labels = [.. Enumerable.Range(0, classes * each).Select(i => first + i / each)];
        float[] rows = [.. labels.SelectMany((c, i) => new float[] { c % 5, c / 5, i % each * 0.01f })];
        using var zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create);
        Write("x.npy", "<f4", $"({labels.Length}, 3)", System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan()));
        Write("y.npy", "<i4", $"({labels.Length},)", System.Runtime.InteropServices.MemoryMarshal.AsBytes(labels.AsSpan()));

        void Write(string name, string kind, string shape, ReadOnlySpan<byte> values)
        {
            using var entry = zip.CreateEntry(name).Open();
            byte[] header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n");
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values]);
        }
    }
}
