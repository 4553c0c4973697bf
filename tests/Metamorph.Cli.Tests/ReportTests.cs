using System.Text.Json.Nodes;
using System.Xml.Linq;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Reporting;

namespace Metamorph.Cli.Tests;

/// <summary>The page about runs, and what it is made of.</summary>
public sealed class ReportTests
{
    private static readonly string[] Short =
        ["--set", "iterations=4", "--set", "inner.rate=0.001", "--set", "validation.every=2", "--set", "validation.tasks=3", "--set", "evaluation.tasks=4", "--set", "network.hidden=8"];

    private static readonly string[] Alone = [.. Short, "--set", "rival=false"];

    [Fact]
    public void A_run_on_sine_waves_gets_a_page_beside_its_files()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Short, "--out", "./run"]));
        var before = shell.Files();
        Assert.Equal(0, shell.Run("report", "./run"));
        Assert.Contains(shell.In("run/report.html"), shell.Output, StringComparison.Ordinal);
        Assert.Equal(before, new(shell.Files().Where(f => f.Key != "run/report.html").ToDictionary()));

        var page = Parsed(shell.In("run/report.html"));
        string[] charts = [.. Charts(page)];
        Assert.Equal(["Error against steps of adaptation", "Learning curve"], charts.Take(2));
        Assert.Equal(6, charts.Count(c => c.StartsWith("Task ", StringComparison.Ordinal)));
        Assert.Equal(["true curve", "before adaptation", "after 1 step", "after 5 steps", "after 10 steps", "support"], page.Descendants("li").Select(l => l.Value));
        Assert.Equal(["maml", "pretrained, fine-tuned", "pretrained, fine-tuned at best"], page.Descendants("tbody").Descendants("th").Select(t => t.Value.Split(" (")[0]));
        Assert.Equal(
            "metamorph train sinusoid --set iterations=4 --set network.hidden=8 --set inner.rate=0.001 --set validation.every=2 --set validation.tasks=3 --set evaluation.tasks=4",
            page.Descendants("code").First().Value);
        Assert.Contains(page.Descendants("p"), p => p.Value.EndsWith("Batch norm: none.", StringComparison.Ordinal));

        // A run from before results said it.
        string summary = File.ReadAllText(shell.In("run/summary.json"));
        File.WriteAllText(shell.In("run/summary.json"), string.Join('\n', summary.Split('\n').Where(line => !line.Contains("batchNorm", StringComparison.Ordinal))));
        Assert.Equal(0, shell.Run("report", "./run"));
    }

    [Fact]
    public void A_run_on_a_table_shows_predictions_and_moved_features_whatever_the_columns_are_called()
    {
        using var shell = new Shell();
        const string target = "<b>&score</b>";
        File.WriteAllText(shell.In("schools.csv"), Tables.Text().Replace("score", target, StringComparison.Ordinal).Replace("hours", "<script>hours", StringComparison.Ordinal));
        Assert.Equal(0, shell.Run(["train", "--data", "./schools.csv", "--task", "school", "--target", target, .. Short, "--out", "./run"]));
        Assert.Equal(0, shell.Run("report", "./run", "--out", "./page.html"));
        var page = Parsed(shell.In("page.html"));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "b" or "script");
        Assert.Equal($"maml on {target} of each school", page.Descendants("h1").Single().Value);
        string[] charts = [.. Charts(page)];
        Assert.Equal(3, charts.Count(c => c.StartsWith("school s", StringComparison.Ordinal)));
        Assert.Equal(["How much adaptation moved", "Which way, task by task"], charts.TakeLast(2));
        string[] texts = [.. page.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("(level)", texts);
        Assert.Contains("<script>hours", texts);
        Assert.Contains("age", texts);
    }

    [Fact]
    public void A_run_whose_target_is_a_class_shows_the_accuracy_of_each_task()
    {
        using var shell = new Shell();
        string[] lines = Tables.Text().TrimEnd().Split('\n');
        File.WriteAllLines(shell.In("schools.csv"), lines.Select((line, i) => i == 0 ? line : line[..(line.LastIndexOf(',') + 1)] + (line[line.LastIndexOf(',') + 1] == '-' ? "fail" : "pass")));
        Assert.Equal(0, shell.Run(["train", "--data", "./schools.csv", "--task", "school", "--target", "score", "--set", "data.categorical=auto", .. Short, "--out", "./run"]));
        Assert.Equal(0, shell.Run("report", "./run"));
        var page = Parsed(shell.In("run/report.html"));
        Assert.Equal(["Accuracy against steps of adaptation", "Learning curve", "Accuracy by school"], Charts(page));
        Assert.Contains("The greatest mean of a column is marked", page.Value, StringComparison.Ordinal);
        Assert.Contains("--set data.categorical=auto", page.Descendants("code").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_runs_are_compared_on_one_page_and_machines_are_told_where()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Alone, "--out", "./a"]) + shell.Run(["train", .. Alone, "--set", "learner=meta-sgd", "--out", "./b"]));
        Assert.Equal(0, shell.Run("report", "./a", "./b", "--json"));
        var said = JsonNode.Parse(shell.Output)!;
        Assert.Equal(shell.In("a/report.html"), (string?)said["report"]);
        Assert.Equal(new FileInfo(shell.In("a/report.html")).Length, (long)said["bytes"]!);
        Assert.Equal(["maml", "meta-sgd"], said["runs"]!.AsArray().Select(r => (string?)r!["learners"]![0]!["learner"]));
        var page = Parsed(shell.In("a/report.html"));
        string[] learners = [.. page.Descendants("tbody").Descendants("th").Select(t => t.Value)];
        Assert.Equal(["a: maml", "b: meta-sgd"], learners[..2]);
        Assert.Equal(["maml", "meta-sgd"], learners[2..].Order(StringComparer.Ordinal));
        Assert.Contains("differences are taken task by task", page.Value, StringComparison.Ordinal);

        Assert.Equal(0, shell.Run(["train", .. Alone, "--set", "tasks.support=5", "--out", "./c"]));
        Assert.Equal(0, shell.Run("report", "./a", "./c"));
        Assert.Contains("These runs cannot be compared", Parsed(shell.In("a/report.html")).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sinusoid-5-meta-sgd", "seed=7", "metamorph train sinusoid-5-meta-sgd --set seed=7")]
    [InlineData("sinusoid", "evaluation.steps=0,3", "metamorph train sinusoid --set evaluation.steps=0,3")]
    [InlineData("table", "data.features=[\"age, years\",\"hours\"]", "metamorph train table --data 'my schools.csv' --task school --target 'it'\\''s score' --set 'data.features=[\"age, years\",\"hours\"]'")]
    [InlineData("table", "inner.rate=0.5", "metamorph train table --data 'my schools.csv' --task school --target 'it'\\''s score' --set inner.rate=0.5")]
    public void The_command_repeats_the_configuration(string preset, string setting, string command)
    {
        var c = ConfigurationText.Set(Presets.Get(preset) with { Data = preset == "table" ? new() { Path = "my schools.csv", Task = "school", Target = "it's score" } : null }, [setting]);
        Assert.Equal(command, Repeated.Command(c));
        var again = ConfigurationText.Set(Presets.Get(preset) with { Data = c.Data }, ConfigurationText.Settings(Presets.Get(preset) with { Data = c.Data }, c));
        Assert.True(JsonNode.DeepEquals(ConfigurationText.ToJson(c), ConfigurationText.ToJson(again)));
    }

    [Fact]
    public void The_derivatives_of_a_linear_model_are_its_adapted_weights_at_every_row()
    {
        var learner = new Maml(new Mlp(3, 1), Losses.SquaredError, Optimizers.Sgd(0.1), steps: 2);
        var meta = learner.Init(new Key(1));
        var tasks = new Episode(
            new Batch(new Key(2).Normal([5, 3], tasks: 4), new Key(3).Normal([5, 1], tasks: 4)),
            new Batch(new Key(4).Normal([8, 3], tasks: 4), new Key(5).Normal([8, 1], tasks: 4), Tensor.Of([.. Enumerable.Range(0, 32).Select(i => i % 8 < 6 ? 1f : 0f)], [8], 4)));
        var adaptation = Adaptation.Of(learner, meta, tasks, 2);
        var passed = learner.Trajectory(meta, tasks.Support, new Key(0), [0, 2]);
        foreach (var (slope, adapted) in new[] { (adaptation.SlopeBefore, passed[0]), (adaptation.SlopeAfter, passed[1]) })
        {
            double[] weights = adapted["0/weight"].ToDoubles(), slopes = slope.ToDoubles();

            // 1e-6: the derivative of a sum of 3 products in 32 bits.
            for (int i = 0; i < slopes.Length; i++) Assert.Equal(weights[i / 24 * 3 + i % 3], slopes[i], 1e-6);
        }

        Assert.All(Enumerable.Range(0, 4), t => Assert.Equal([0, 1, 2, 3, 4, 5], adaptation.Rows(t)));
        Assert.Equal(learner.Predict(passed[1], tasks.Query.X).ToDoubles(), adaptation.After.ToDoubles());
    }

    [Fact]
    public void A_run_that_is_damaged_or_not_there_is_named_and_the_old_page_stays()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run(["train", .. Alone, "--out", "./run"]));
        Assert.Equal(0, shell.Run("report", "./run"));
        Expect(2, ["report"], "argument missing", "report", "--help");
        Expect(1, ["report", "./run", "./nowhere"], shell.In("nowhere"), "no config.json");
        Expect(1, ["report", "./run", "--out", "./nowhere/page.html"], shell.In("nowhere/page.html"), "Expected a folder that exists");
        Expect(1, ["report", "./run", "--out", "./run"], shell.In("run"), "it is a folder");
        Damage("metrics.jsonl", text => text + "{\"iteration\": ", "metrics.jsonl', line 3 is damaged: '{\"iteration\": '", "Delete the line");
        Damage("summary.json", text => text.Replace("\"mean\"", "\"meen\"", StringComparison.Ordinal), "summary.json", "missing or of another kind", "Expected the file as 'metamorph train' writes it");
        Damage("summary.json", text => text[..40], "summary.json", "damaged", "Expected JSON");
        File.Delete(shell.In("run/summary.json"));
        Expect(1, ["report", "./run"], shell.In("run/summary.json"), "Expected a run that has ended");

        void Damage(string name, Func<string, string> change, params string[] parts)
        {
            string whole = File.ReadAllText(shell.In($"run/{name}"));
            File.WriteAllText(shell.In($"run/{name}"), change(whole));
            Expect(1, ["report", "./run"], parts);
            File.WriteAllText(shell.In($"run/{name}"), whole);
        }

        void Expect(int code, string[] arguments, params string[] parts)
        {
            var before = shell.Files();
            Assert.Equal(code, shell.Run(arguments));
            Assert.All(parts, p => Assert.Contains(p, shell.Error, StringComparison.Ordinal));
            Assert.Equal(before, shell.Files());
        }
    }

    private static XElement Parsed(string path) => XElement.Parse(File.ReadAllText(path)["<!DOCTYPE html>".Length..]);

    private static IEnumerable<string> Charts(XElement page) =>
        page.Descendants().Where(e => e.Name.LocalName == "svg" && (string?)e.Attribute("role") == "img").Select(e => e.Elements().First().Value);
}
