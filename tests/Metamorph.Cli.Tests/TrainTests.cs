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
        Assert.Contains("; batch norm: none", shell.Output, StringComparison.Ordinal);

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
            Assert.Equal(("mse", "none"), ((string?)e!["metric"], (string?)e["batchNorm"]));
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

        BadInputTests.Expect(shell, "ways of waves", 2, ["evaluate", "./run", "--ways", "5"], "the run in './run' is not of classes", "Expected one number of rows to adapt to, and no --ways");
        BadInputTests.Expect(shell, "several supports of waves", 2, ["evaluate", "./run", "--support", "5,10"], "the run in './run' is not of classes");
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
    [InlineData("imaml")]
    [InlineData("cavia")]
    [InlineData("ridge-head")]
    [InlineData("anil-ridge")]
    [InlineData("fine-tuned")]
    [InlineData("oracle")]
    public void Every_learner_trains(string learner)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", $"learner={learner}", "--set", "inner.steps=2", "--set", "rival=false", "--out", "./run"]));
        Assert.Contains(learner, shell.Output, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("evaluate", "./run"));
    }

    [Theory]
    [InlineData("pooled-ridge", "bias, penalty, weight")]
    [InlineData("random-intercept", "between, bias, penalty, weight, within")]
    [InlineData("support-mean", "")]
    [InlineData("support-ridge", "penalty")]
    [InlineData("scratch", "rate, steps")]
    public void A_learner_that_is_fitted_takes_no_iterations_and_leaves_what_any_leaves(string learner, string parameters)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", $"learner={learner}", "--set", "tasks.fit=50", "--set", "rival=false", "--out", "./run"]));
        Assert.Equal(["config.json", "metrics.jsonl", "model.safetensors", "summary.json"], Directory.GetFiles(shell.In("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(parameters, string.Join(", ", Safetensors.Read(shell.In("run/model.safetensors")).Tensors.Select(t => t.Name).Order(StringComparer.Ordinal)));
        var summary = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!.AsObject();
        Assert.Equal((0, 0), ((int)summary["iterations"]!, (int)summary["bestIteration"]!));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--json"));
        summary.Remove("rivals");
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(shell.Output)), shell.Output);
    }

    [Fact]
    public void Fine_tuning_leaves_a_model_with_the_rate_and_the_steps_that_were_chosen()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", "learner=fine-tuned", "--set", "rival=false", "--out", "./run"]));
        var model = new ParameterSet(Safetensors.Read(shell.In("run/model.safetensors")).Tensors);
        Assert.Contains((double)model["steps"], FineTuned.StepCounts.Select(s => (double)s));
        Assert.Contains((float)model["rate"], FineTuned.Rates.Select(r => (float)r));
    }

    [Fact]
    public void A_linear_network_has_no_hidden_layers()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--set", "learner=ridge-head", "--set", "network.hidden=", "--set", "rival=false", "--out", "./run"]));
        Assert.Equal("ridge/bias, ridge/weight, start/1/bias, start/1/weight", string.Join(", ", Safetensors.Read(shell.In("run/model.safetensors")).Tensors.Select(t => t.Name).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_plain_or_compressed_is_trained_on_and_another_is_evaluated(bool gzip)
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"), gzip);
        Assert.Equal(0, shell.Run("train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "iterations=20", "--set", "validation.every=10", "--set", "evaluation.tasks=2", "--out", "./run"));
        foreach (string rival in new[] { "pretrained, fine-tuned at best (rate ", "pooled ridge (penalty ", "random intercept (penalty ", "support mean ", "support ridge (penalty " })
            Assert.Contains(rival, shell.Output, StringComparison.Ordinal);
        Assert.Contains("mse on 3 tasks", shell.Output, StringComparison.Ordinal);
        string model = Convert.ToHexString(File.ReadAllBytes(shell.In("run/model.safetensors")));

        // A file of the same form whose columns stand in another order, and with one that the model does not know.
        Tables.Write(shell.In("others.csv"), gzip: false, tasks: 6, seed: 8, turned: true);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others.csv", "--split", "all", "--json"));
        Assert.All(JsonNode.Parse(shell.Output)!["evaluation"]!.AsArray(), e => Assert.Equal(6, (int)e!["tasks"]!));
        Assert.Equal(model, Convert.ToHexString(File.ReadAllBytes(shell.In("run/model.safetensors"))));
    }

    [Fact]
    public void A_folder_of_tables_with_categories_gaps_and_an_order_is_trained_on_and_another_is_evaluated()
    {
        using var shell = new Shell();
        WriteFolder("schools", 12);
        Assert.Equal(0, shell.Run(
            "train", "--data", "./schools", "--target", "grade", "--categorical", "kind", "grade", "--missing", "indicator", "--support-order", "week", "--drop-small-tasks",
            "--set", "iterations=20", "--set", "validation.every=10", "--set", "evaluation.tasks=20", "--out", "./run"));
        Assert.Contains("schools: 1 of 13 tasks have fewer than 6 rows (support 5 + query 1) and are left out (data.dropSmall=true): 'tiny' (2)", shell.Error, StringComparison.Ordinal);
        Assert.Contains("accuracy on 2 tasks", shell.Output, StringComparison.Ordinal);
        Assert.Contains("pooled ridge of 0 and 1 for each class", shell.Output, StringComparison.Ordinal);
        var config = JsonNode.Parse(File.ReadAllText(shell.In("run/config.json")))!["data"]!;
        Assert.Equal(["kind", "grade"], config["categorical"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(("indicator", "week", true, ""), ((string?)config["missing"], (string?)config["order"], (bool)config["dropSmall"]!, (string?)config["task"]));

        // In an order there is one support of each task, whatever number of draws is asked for.
        WriteFolder("others", 4);
        File.Delete(shell.In("others/tiny.csv"));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others", "--split", "all", "--tasks", "7", "--json"));
        var inOrder = JsonNode.Parse(shell.Output)!["evaluation"]!;
        Assert.All(inOrder.AsArray(), e => Assert.Equal((4, "accuracy"), ((int)e!["tasks"]!, (string?)e["metric"])));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others", "--split", "all", "--tasks", "1", "--json"));
        Assert.True(JsonNode.DeepEquals(inOrder, JsonNode.Parse(shell.Output)!["evaluation"]));
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others", "--split", "all", "--support-order", "random", "--json"));
        Assert.False(JsonNode.DeepEquals(inOrder, JsonNode.Parse(shell.Output)!["evaluation"]));

        // One file with a column instead.
        string rows = string.Concat(Directory.GetFiles(shell.In("others")).Order(StringComparer.Ordinal).SelectMany(f => File.ReadLines(f).Skip(1).Select(l => $"{Path.GetFileNameWithoutExtension(f)},{l}\n")));
        File.WriteAllText(shell.In("others.csv"), "school,week,hours,kind,grade\n" + rows);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--data", "./others.csv", "--task", "school", "--split", "all", "--json"));
        Assert.True(JsonNode.DeepEquals(inOrder, JsonNode.Parse(shell.Output)!["evaluation"]));

        void WriteFolder(string folder, int tasks)
        {
            Directory.CreateDirectory(shell.In(folder));
            File.WriteAllText(shell.In($"{folder}/tiny.csv"), "week,hours,kind,grade\n1,2,red,pass\n2,2,blue,fail\n");
            for (int t = 0; t < tasks; t++)
                File.WriteAllText(shell.In($"{folder}/s{t}.csv"), "week,hours,kind,grade\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"{(i * 7 + t) % 10},{(i == 3 ? "" : $"{i * t % 5}")},{(i % 3 == 0 ? "red" : "blue")},{((i + t) % 3 > 0 ? "pass" : "fail")}\n")));
        }
    }

    [Fact]
    public void Rows_with_gaps_are_dropped_and_counted_and_the_split_can_be_a_column()
    {
        using var shell = new Shell();
        string[] lines = [.. Tables.Text(tasks: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        File.WriteAllText(shell.In("x.csv"), lines[0] + ",part\n" + string.Concat(lines.Skip(1).Select((l, i) => $"{(i == 5 ? "s0,,1,1" : l)},{(i < 24 ? "train" : i < 36 ? "validation" : "test")}\n")));
        Assert.Equal(0, shell.Run(
            "train", "--data", "./x.csv", "--task", "school", "--target", "score", "--missing", "drop", "--split-column", "part",
            "--set", "iterations=2", "--set", "rival=false", "--set", "evaluation.tasks=1", "--set", "data.features=age,hours", "--out", "./run"));
        Assert.Contains("x.csv: 1 of 48 rows have an empty cell and are left out (data.missing=drop)", shell.Error, StringComparison.Ordinal);
        Assert.Contains("mse on 1 tasks", shell.Output, StringComparison.Ordinal);
        Assert.Contains("\"features\":[{\"name\":\"age\"", Safetensors.Read(shell.In("run/model.safetensors")).Metadata["encoding"], StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("evaluate", "./run", "--split", "train"));
        Assert.Contains("mse on 2 tasks", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_do_not_change_their_part_with_the_number_of_support_rows()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("x.csv"), Tables.Text(tasks: 20) + string.Concat(Enumerable.Range(0, 140).Select(i => $"t{i / 7},{i},{i % 3},{i % 5}\n")));
        Assert.Equal(0, shell.Run("train", "--data", "./x.csv", "--task", "school", "--target", "score", "--drop-small-tasks", "--set", "iterations=2", "--set", "rival=false", "--set", "evaluation.tasks=1", "--out", "./run"));
        Assert.Equal([28, 6, 6], Tasks("5"));

        // Of 20 tasks with more than 7 rows, split alone, 14 would be for training, and some of them were for the test before.
        int[] large = Tasks("7");
        Assert.Equal(20, large.Sum());
        Assert.NotEqual([14, 3, 3], large);

        int[] Tasks(string support) => [.. new[] { "train", "validation", "test" }.Select(part =>
        {
            Assert.Equal(0, shell.Run("evaluate", "./run", "--split", part, "--support", support, "--json"));
            return (int)JsonNode.Parse(shell.Output)!["evaluation"]![0]!["tasks"]!;
        })];
    }

    [Fact]
    public void A_file_gives_the_fields_that_differ_from_its_preset()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.In("run.json"), """{ "preset": "sinusoid-reptile", "iterations": 3, "inner": { "steps": 2 }, "rival": false, "evaluation": { "tasks": 3 } }""");
        Assert.Equal(0, shell.Run("train", "./run.json", "--set", "validation.tasks=3", "--set", "evaluation.steps=0,1", "--out", "./run"));
        var config = JsonNode.Parse(File.ReadAllText(shell.In("run/config.json")))!;
        Assert.Equal(("reptile", 3, 2, 0.005), ((string?)config["learner"], (int)config["iterations"]!, (int)config["inner"]!["steps"]!, (double)config["inner"]!["rate"]!));

        // What a run leaves is such a file.
        Assert.Equal(0, shell.Run("train", "./run/config.json", "--out", "./again"));
        Assert.Equal(File.ReadAllBytes(shell.In("run/model.safetensors")), File.ReadAllBytes(shell.In("again/model.safetensors")));
    }

    [Fact]
    public void Where_nobody_looks_progress_is_a_line_for_every_tenth_at_most()
    {
        using var shell = new Shell();
        shell.Run(["train", .. Short, "--set", "rival=false", "--out", "./run"]);
        string[] lines = [.. shell.Error.Split('\n').Where(l => l.Contains('%', StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 2, 11);
        Assert.All(lines, l => Assert.Matches(@"^maml  \d+ %  loss \S+  validation \S+  \S+ it/s  \d+:\d\d:\d\d left$", l));
        Assert.StartsWith("maml  100 %", lines[^1], StringComparison.Ordinal);
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
        Assert.Contains("data.missing", shell.Output, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("evaluate", "--help"));
        Assert.Contains("metamorph evaluate runs/sinusoid", shell.Output, StringComparison.Ordinal);
    }
}
