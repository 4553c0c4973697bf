using System.Text.Json.Nodes;

namespace Metamorph.Cli.Tests;

/// <summary>Learners side by side.</summary>
public sealed class CompareTests
{
    private static readonly string[] Short =
    [
        "train", "--data", "./schools.csv", "--task", "school", "--target", "score",
        "--set", "iterations=3", "--set", "rival=false", "--set", "validation.tasks=1", "--set", "evaluation.tasks=2",
    ];

    [Fact]
    public void Runs_that_differ_in_the_seed_are_one_learner_and_five_splits_are_enough_for_a_claim()
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        string[] seeds = ["1", "2", "3", "4", "5"];
        foreach (string seed in seeds)
        {
            Assert.Equal(0, shell.Run([.. Short, "--set", $"seed={seed}", "--out", $"./maml-{seed}"]));
            Assert.Equal(0, shell.Run([.. Short, "--set", $"seed={seed}", "--set", "learner=anil", "--out", $"./anil-{seed}"]));
        }

        Assert.Equal(0, shell.Run(["compare", .. seeds.SelectMany(s => new[] { $"./maml-{s}", $"./anil-{s}" }), "--json"]));
        var learners = JsonNode.Parse(shell.Output)!.AsArray();
        Assert.Equal(["anil", "maml"], learners.Select(l => (string)l!["learner"]!).Order(StringComparer.Ordinal));
        Assert.Equal("smallest error", (string?)learners[0]!["verdict"]);
        Assert.Contains((string)learners[1]!["verdict"]!, new[] { "worse", "not told apart" });
        Assert.True((double)learners[0]!["error"]!["mean"]! <= (double)learners[1]!["error"]!["mean"]!);
        Assert.Equal((double)learners[1]!["error"]!["mean"]! - (double)learners[0]!["error"]!["mean"]!, (double)learners[1]!["differenceToBest"]!["mean"]!, 1e-12);
        Assert.All(learners, l =>
        {
            Assert.Equal((5, "none"), ((int)l!["splits"]!, (string?)l["batchNorm"]));
            Assert.Equal(5, l["runs"]!.AsArray().Count);
            Assert.True((double)l["adaptationMilliseconds"]! > 0 && (double)l["trainSeconds"]! > 0 && (long)l["peakMemoryBytes"]! > 0 && (int)l["parameters"]! > 0);
        });

        // The mean over a learner's runs is what evaluate says of each: every split has as many test tasks.
        double sum = 0;
        foreach (string seed in seeds)
        {
            Assert.Equal(0, shell.Run("evaluate", $"./maml-{seed}", "--steps", "1", "--json"));
            sum += (double)JsonNode.Parse(shell.Output)!["evaluation"]![0]!["mean"]!;
        }

        Assert.Equal(sum / 5, (double)learners.Single(l => (string?)l!["learner"] == "maml")!["error"]!["mean"]!, 1e-12);
    }

    [Fact]
    public void With_fewer_splits_the_table_says_how_many_and_claims_nothing()
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        Assert.Equal(0, shell.Run([.. Short, "--out", "./a"]));
        Assert.Equal(0, shell.Run([.. Short, "--set", "inner.rate=0.1", "--out", "./b"]));
        Assert.Equal(0, shell.Run("compare", "./a", "./b", "--steps", "3"));
        Assert.Contains("maml (inner.rate=0.02)", shell.Output, StringComparison.Ordinal);
        Assert.Contains("maml (inner.rate=0.1)", shell.Output, StringComparison.Ordinal);
        Assert.Contains("no claim", shell.Output, StringComparison.Ordinal);
        Assert.Contains("1 split: nothing is claimed. Expected at least 5", shell.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("worse: ", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_on_other_tasks_are_refused_and_the_fields_named()
    {
        using var shell = new Shell();
        Tables.Write(shell.In("schools.csv"));
        Assert.Equal(0, shell.Run([.. Short, "--out", "./a"]));
        Assert.Equal(0, shell.Run([.. Short, "--set", "tasks.support=3", "--out", "./support"]));
        Assert.Equal(0, shell.Run([.. Short, "--set", "seed=2", "--set", "learner=anil", "--out", "./seed"]));
        Assert.Equal(0, shell.Run("train", "--set", "iterations=2", "--set", "rival=false", "--set", "validation.tasks=2", "--set", "evaluation.tasks=2", "--out", "./waves"));
        BadInputTests.Expect(shell, "support", 2, ["compare", "./a", "./support"], shell.In("a"), shell.In("support"), "tasks.support is 5 and 3", "Expected the same");
        BadInputTests.Expect(shell, "waves", 2, ["compare", "./a", "./waves"], "data.target is \"score\" and nothing", "Expected the same");
        BadInputTests.Expect(shell, "seeds", 2, ["compare", "./a", "./seed"], "have seed 1", "have seed 2", "Expected the same seeds");
        BadInputTests.Expect(shell, "twice", 2, ["compare", "./a", "./a"], "seed 1 comes 2 times", shell.In("a"), "Leave one out");
        BadInputTests.Expect(shell, "no run", 1, ["compare", "./a", "./none"], shell.In("none"), "metamorph train --out");
        File.Delete(shell.In("a/summary.json"));
        BadInputTests.Expect(shell, "unfinished", 1, ["compare", "./a"], "summary.json", "Expected a run that has ended");
    }

    [Fact]
    public void Sine_waves_are_compared_too()
    {
        using var shell = new Shell();
        foreach (string learner in new[] { "maml", "reptile" })
            Assert.Equal(0, shell.Run("train", "--set", $"learner={learner}", "--set", "iterations=2", "--set", "rival=false", "--set", "validation.tasks=2", "--set", "evaluation.tasks=20", "--out", $"./{learner}"));
        Assert.Equal(0, shell.Run("compare", "./maml", "./reptile", "--json"));
        Assert.All(JsonNode.Parse(shell.Output)!.AsArray(), l => Assert.Equal(20, (int)l!["tasks"]!));
    }
}
