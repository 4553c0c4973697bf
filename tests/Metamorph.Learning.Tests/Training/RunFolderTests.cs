using System.Text.Json.Nodes;
using Metamorph.Tensors.Formats;

namespace Metamorph.Learning.Tests.Training;

/// <summary>The files that a run leaves.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string place = Path.Combine(Path.GetTempPath(), $"metamorph-{Path.GetRandomFileName()}");

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var folder = RunFolder.Create(place, new JsonObject { ["seed"] = 7 }, TimeProvider.System);
        var model = new Mlp(2, 3, 1).Init(new Key(1));
        folder.SaveModel(model, new Dictionary<string, string> { ["learner"] = "maml" });
        folder.SaveSummary(new JsonObject { ["mean"] = RunFolder.Number(double.NaN) });
        folder.Log(("iteration", 1), ("loss", 0.5));
        folder.Log(("iteration", 2), ("loss", double.PositiveInfinity));

        var opened = RunFolder.Open(place, TimeProvider.System);
        var (read, text) = opened.LoadModel();
        Assert.Equal(model.Flatten().ToArray<float>(), read.Flatten().ToArray<float>());
        Assert.Equal(model.Names, read.Names);
        Assert.Equal("maml", text["learner"]);
        Assert.Equal(7, (int)opened.ReadJson("config.json")["seed"]!);
        Assert.Equal("NaN", (string?)opened.ReadJson("summary.json")["mean"]);
        string[] lines = File.ReadAllLines(Path.Combine(place, "metrics.jsonl"));
        Assert.Equal([1, 2], lines.Select(l => (int)JsonNode.Parse(l)!["iteration"]!));
        Assert.Equal([0.5, double.PositiveInfinity], opened.ReadMetrics().Select(m => m["loss"]));
    }

    [Fact]
    public void Metrics_that_are_missing_or_damaged_are_named()
    {
        var folder = RunFolder.Create(place, new JsonObject(), TimeProvider.System);
        Assert.Contains("metrics.jsonl'. Expected a run that has measured", Assert.Throws<IOException>(() => folder.ReadMetrics()).Message, StringComparison.Ordinal);
        folder.Log(("loss", 1));
        foreach (string line in (string[])["{\"loss\": 0.", "[]", "{\"loss\": \"much\"}", "null"])
        {
            File.WriteAllText(Path.Combine(place, "metrics.jsonl"), "{\"loss\":1}\n" + line + "\n");
            string message = Assert.Throws<IOException>(() => folder.ReadMetrics()).Message;
            Assert.Contains($"line 2 is damaged: '{line}'", message, StringComparison.Ordinal);
            Assert.Contains("Delete the line", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        RunFolder.Create(place, new JsonObject { ["seed"] = 7 }, TimeProvider.System).Dispose();
        byte[] before = File.ReadAllBytes(Path.Combine(place, "config.json"));
        var error = Assert.Throws<IOException>(() => RunFolder.Create(place, new JsonObject { ["seed"] = 8 }, TimeProvider.System));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(place, "config.json")));
    }

    [Fact]
    public void A_model_that_cannot_be_written_leaves_the_one_before()
    {
        using var folder = RunFolder.Create(place, new JsonObject(), TimeProvider.System);
        folder.SaveModel(new Mlp(2, 3, 1).Init(new Key(1)), new Dictionary<string, string>());
        byte[] before = File.ReadAllBytes(Path.Combine(place, "model.safetensors"));

        // A key that the format keeps for itself.
        Assert.Throws<ArgumentException>(() => folder.SaveModel(new Mlp(2, 3, 1).Init(new Key(2)), new Dictionary<string, string> { ["metamorph.weak"] = "[]" }));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(place, "model.safetensors")));
        Assert.Equal([".lock", "config.json", "model.safetensors"], Directory.GetFiles(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_missing_or_damaged_is_named()
    {
        Assert.Contains("no config.json", Assert.Throws<IOException>(() => RunFolder.Open(place, TimeProvider.System)).Message, StringComparison.Ordinal);
        using var folder = RunFolder.Create(place, new JsonObject(), TimeProvider.System);
        Assert.Contains("no model.safetensors", Assert.Throws<IOException>(() => folder.LoadModel()).Message, StringComparison.Ordinal);
        Assert.Contains("summary.json", Assert.Throws<IOException>(() => folder.ReadJson("summary.json")).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(place, "summary.json"), "{\"mean\": ");
        Assert.Contains("damaged", Assert.Throws<IOException>(() => folder.ReadJson("summary.json")).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(place, "model.safetensors"), [1, 2, 3]);
        Assert.Throws<SafetensorsException>(() => folder.LoadModel());
    }

    [Fact]
    public void A_folder_has_one_writer()
    {
        using (RunFolder.Create(place, new JsonObject(), TimeProvider.System))
        {
            byte[] before = File.ReadAllBytes(Path.Combine(place, "config.json"));
            var error = Assert.Throws<IOException>(() => RunFolder.Resume(place, TimeProvider.System));
            Assert.Contains($"another process writes to the folder '{place}'", error.Message, StringComparison.Ordinal);
            Assert.Contains("wait until it has ended, or stop it; or name another folder with --out", error.Message, StringComparison.Ordinal);
            File.Delete(Path.Combine(place, "config.json"));
            Assert.Contains("another process", Assert.Throws<IOException>(() => RunFolder.Create(place, new JsonObject { ["seed"] = 8 }, TimeProvider.System)).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(place, "config.json")));
            File.WriteAllBytes(Path.Combine(place, "config.json"), before);
        }

        RunFolder.Resume(place, TimeProvider.System).Dispose();
    }

    [Fact]
    public void A_folder_that_was_opened_to_be_read_is_not_written_to()
    {
        RunFolder.Create(place, new JsonObject(), TimeProvider.System).Dispose();
        var error = Assert.Throws<InvalidOperationException>(() => RunFolder.Open(place, TimeProvider.System).SaveSummary(new JsonObject()));
        Assert.Contains("summary.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("Expected one from Create or Resume", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(place, "summary.json")));
    }

    [Fact]
    public void A_run_that_has_ended_is_not_resumed_and_keeps_no_lock()
    {
        using (var folder = RunFolder.Create(place, new JsonObject(), TimeProvider.System)) folder.SaveSummary(new JsonObject());
        Assert.Equal(["config.json", "summary.json"], Directory.GetFiles(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var error = Assert.Throws<IOException>(() => RunFolder.Resume(place, TimeProvider.System));
        Assert.Contains($"the run in '{place}' has ended (summary.json)", error.Message, StringComparison.Ordinal);
        Assert.Contains($"metamorph evaluate {place}", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
    }
}
