using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Metamorph.Cli.Configuration;
using Metamorph.Cli.Reporting;
using Metamorph.Data;

namespace Metamorph.Cli.Tests;

/// <summary>The page about a run on classes, and what it is made of.</summary>
public sealed class ClassReportTests
{
    private static readonly string[] Short =
    [
        "--set", "iterations=5", "--set", "metaBatch=2", "--set", "network.filters=4", "--set", "classes.ways=2", "--set", "classes.queries=2", "--set", "validation.every=5", "--set", "validation.tasks=5", "--set", "evaluation.tasks=10",
        "--set", "classes.statisticsTasks=4",
    ];

    [Fact]
    public void A_run_on_pictures_shows_its_tasks_and_how_sure_and_how_right_it_is()
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 40, each: 6);
        Assert.True(0 == shell.Run(["train", "--data", "./pictures", .. Short, "--out", "./run"]), shell.Error);
        Assert.True(0 == shell.Run("report", "./run"), shell.Error);
        var page = Parsed(shell.In("run/report.html"));
        Assert.Equal("prototypical on pictures, 2 ways, 1 shot", page.Descendants("h1").Single().Value);
        Assert.Matches(@"^prototypical: 2 ways, 1 shot; accuracy [\d.]+ ± [\d.]+ % with batch statistics and [\d.]+ ± [\d.]+ % with running statistics after adaptation, on 10 tasks of classes", page.Descendants("p").First().Value);
        Assert.Equal(["Learning curve", "Task 1", "Task 2", "Taken for what", "Accuracy against shots", "Accuracy against ways", "Right against sure", "How sure it is"], Charts(page));

        // 2 tasks of 2 classes, each with a support example and 2 queries; after them, three pictures of each mistake.
        var pictures = page.Descendants("img").ToArray();
        Assert.Equal(4, pictures[..12].Count(p => (string?)p.Parent!.Attribute("class") == "given"));
        Assert.Equal(0, (pictures.Length - 12) % 3);
        Assert.All(pictures, p => Assert.Equal((16, 16), Size(p)));

        // Titles count what captions say.
        int right = page.Descendants("h3").Where(h => h.Value.StartsWith("Task ", StringComparison.Ordinal)).Sum(h => h.Value[8] - '0');
        Assert.Equal(right, pictures[..12].Count(p => p.Parent!.Value.StartsWith('✓')));
        Assert.Equal(8 - right, pictures[..12].Count(p => p.Parent!.Value.StartsWith('✗') && (string?)p.Parent.Attribute("class") == "wrong"));

        // The page counts in bins what the summary adds up query by query.
        var evaluation = JsonNode.Parse(File.ReadAllText(shell.In("run/summary.json")))!["evaluation"]!.AsArray();
        foreach (Match error in Regex.Matches(page.Value, @"([\d.]+)\s% \((batch|running)\)[,.]"))
            Assert.Equal((double)evaluation.Single(e => (string?)e!["batchNorm"] == error.Groups[2].Value)!["calibration"]!, double.Parse(error.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) / 100, 0.00051);
        Assert.Matches(@"the expected calibration error \(Guo et al. 2017\), is [\d.]+\s% \(running\), [\d.]+\s% \(batch\)\.", page.Value);
        Assert.StartsWith("metamorph train classes --data ", page.Descendants("code").First().Value, StringComparison.Ordinal);
        Assert.Equal(["batch", "running"], page.Descendants("tbody").First().Descendants("tr").Select(r => r.Descendants("td").First().Value));

        // Somebody who waits is told what for, and may end it: the old page stays.
        Assert.Contains("10 tasks of 2 ways, 1 shot, batch norm: running ...", shell.Error, StringComparison.Ordinal);
        var whole = shell.Files();
        Assert.Equal(1, shell.RunToFirstProgress("report", "./run"));
        Assert.Equal(whole, shell.Files());

        // Without the data set there is nothing to show, and the old page stays.
        Directory.Move(shell.In("pictures"), shell.In("elsewhere"));
        var before = shell.Files();
        Assert.Equal(1, shell.Run("report", "./run"));
        Assert.Contains($"there is no folder or file '{shell.In("pictures")}'. Expected a data set", shell.Error, StringComparison.Ordinal);
        Assert.Equal(before, shell.Files());
    }

    [Fact]
    public void Runs_on_classes_are_compared_in_each_mode_of_batch_norm()
    {
        using var shell = new Shell();
        Pictures.Write(shell.In("pictures"), classes: 40, each: 6);
        Train("maml", "inner.steps=2", "evaluation.steps=1,2");
        Train("prototypical", "classes.trainWays=3");
        Train("raw-nearest");
        Assert.True(0 == shell.Run("compare", "./maml", "./prototypical", "./raw-nearest", "--json"), shell.Error);
        var learners = JsonNode.Parse(shell.Output)!.AsArray();
        Assert.Equal(
            ["maml batch", "maml support", "prototypical batch", "prototypical running", "raw-nearest none", "raw-nearest none"],
            learners.Select(l => $"{(string?)l!["learner"]} {(string?)l["batchNorm"]}").Order(StringComparer.Ordinal));
        Assert.Equal(2, learners.Count(l => (string?)l!["verdict"] == "smallest error"));

        // A comparison says of each mode what measuring it says.
        foreach (var learner in learners)
        {
            Assert.Equal(0, shell.Run("evaluate", $"./{(string?)learner!["learner"]}", "--steps", "1", "--json"));
            var measured = JsonNode.Parse(shell.Output)!["evaluation"]!.AsArray().Single(e => (string?)e!["batchNorm"] == (string?)learner["batchNorm"]);
            Assert.Equal(1 - (double)measured!["mean"]!, (double)learner["error"]!["mean"]!, 1e-12);
        }

        Assert.True(0 == shell.Run("report", "./maml", "./prototypical", "./raw-nearest"), shell.Error);
        var page = Parsed(shell.In("maml/report.html"));
        string[] charts = [.. Charts(page)];
        Assert.Equal(["Accuracy against steps of adaptation", "Learning curves"], charts[..2]);

        // A head has as many outputs as it has: only learners without one are shown with other numbers of classes.
        Assert.Equal((3, 2), (charts.Count(c => c == "Accuracy against shots"), charts.Count(c => c == "Accuracy against ways")));
        Assert.Contains("batch norm: as the rows say", page.Value, StringComparison.Ordinal);

        Train("anil", "classes.queries=3");
        Assert.Equal(2, shell.Run("compare", "./maml", "./anil"));
        Assert.Contains("classes.queries is 2 and 3", shell.Error, StringComparison.Ordinal);

        void Train(string learner, params string[] settings) => Assert.True(
            0 == shell.Run(["train", "--data", "./pictures", .. Short, "--set", $"learner={learner}", .. settings.SelectMany(s => (string[])["--set", s]), "--out", $"./{learner}"]), shell.Error);
    }

    [Theory]
    [InlineData("omniglot-5w1s-maml", "seed=2", "metamorph train omniglot-5w1s-maml --set seed=2")]
    [InlineData("classes", "classes.ways=3", "metamorph train classes --data 'my pictures' --set classes.ways=3")]
    public void The_command_repeats_a_run_on_classes(string preset, string setting, string command)
    {
        var c = ConfigurationText.Set(Presets.Get(preset), [setting]);
        Assert.Equal(command, Repeated.Command(preset == "classes" ? c with { Classes = c.Classes! with { Path = "my pictures" } } : c));
    }

    [Fact]
    public void Components_are_the_directions_of_greatest_variance_and_keep_distances()
    {
        // Points of a plane in three dimensions, with u = (2, 2, 1) / 3 and across it v = (1, -2, 2) / 3: the sums of squares are 40 along u and 4 along v, that of products is 0.
        double[] along = [4, -4, 2, -2], across = [1, 1, -1, -1];
        double[] rows = [.. along.Zip(across).SelectMany(p => new[] { (2 * p.First + p.Second) / 3 + 7, (2 * p.First - 2 * p.Second) / 3, (p.First + 2 * p.Second) / 3 - 1 })];
        var found = PrincipalComponents.Of(rows, 4);
        Assert.Equal(40.0 / 44, found.FirstShare, 1e-12);
        Assert.Equal(4.0 / 44, found.SecondShare, 1e-12);
        Assert.Equal(along.Select(Math.Abs), found.First.Select(Math.Abs), (a, b) => Math.Abs(a - b) < 1e-12);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.Equal(Math.Pow(along[i] - along[j], 2) + Math.Pow(across[i] - across[j], 2), Math.Pow(found.First[i] - found.First[j], 2) + Math.Pow(found.Second[i] - found.Second[j], 2), 1e-9);
        }

        Assert.Equal((0.0, 0.0), (PrincipalComponents.Of([3, 4, 3, 4], 2).FirstShare, PrincipalComponents.Of([3, 4], 1).SecondShare));
    }

    [Theory]
    [InlineData("maml", "conv4")]
    [InlineData("maml", "perceptron")]
    [InlineData("proto-maml", "conv4-stride")]
    [InlineData("prototypical", "conv4")]
    [InlineData("prototypical", "perceptron")]
    public void Features_are_what_the_head_sees(string learner, string kind)
    {
        var c = new RunConfiguration { Learner = learner, Network = new() { Kind = kind, Filters = 3, Hidden = [5, 4] }, Classes = new() };
        Shape form = [1, 16, 16];
        var (network, few) = (Network.Of(c, form, 3), Learners.Of(c, form, 3, Losses.CrossEntropy));
        var support = new Batch(new Key(1).Normal([6, 1, 16, 16], 2), Tensor.Of([0, 1, 2, 0, 1, 2, 2, 1, 0, 2, 1, 0], [6], 2));
        var (meta, query) = (few.Init(new Key(2)), new Key(3).Normal([4, 1, 16, 16], 2));
        var running = ParameterSet.Join((FewShotLearner.Statistics, few.Measure(meta, new(support, support), new Key(4))));
        foreach (var parameters in new[] { meta, new([.. meta, .. running]) })
        {
            var adapted = few.Adapt(parameters, support, new Key(5));
            var features = Embedded.Of(network.Body, adapted, query, new())!;
            Assert.Equal($"[2; 4, {network.Features}]", features.Form);

            // The rest of the model, on the features, is the whole model.
            string head = learner == "proto-maml" ? "1" : network.Head;
            var expected = few.Predict(adapted, query);
            var found = learner == "prototypical"
                ? -(features.Expand(1) - adapted["prototypes"]).Power(2).Sum(-1)
                : features.MatMul(adapted[$"{head}/weight"]) + adapted[$"{head}/bias"];
            Assert.Equal(expected.ToDoubles(), found.ToDoubles(), (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
        }

        Assert.Null(Embedded.Of(network.Body, new(("other", Tensor.Ones([2]))), query, new()));
    }

    [Fact]
    public void Confusions_are_counted_by_name_in_the_tasks_where_both_classes_are()
    {
        // Two tasks of two classes, two queries each: in the first both queries of a are taken for b, in the second one of c for a and one of a for c.
        var answers = new Answers("none", 2, 4, [0.1, 0.9, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 1, 0], [0, 0, 1, 1, 0, 0, 1, 1]);
        Assert.Equal((0.9, 1, false, true), (answers.Confidence(0), answers.Told(0), answers.IsRight(0), answers.IsRight(2)));
        var confusions = new Confusions(answers, [["a", "b"], ["c", "a"]]);
        Assert.Equal(["a", "b", "c"], confusions.Classes);
        var matrix = confusions.Matrix();
        Assert.Equal([[25, 100, 50], [0, 100, double.NaN], [50, double.NaN, 50]], matrix.Values);
        Assert.Equal(["a b 2 2 100 %", "a c 1 2 50 %", "c a 1 2 50 %"], confusions.Table(3).Rows.Select(r => string.Join(' ', r.Select(c => c.Text))));
        Assert.Equal([[0, 2], [0, 2]], Confusions.OfTask(answers, ["a", "b"]).Values);
    }

    [Fact]
    public void Pictures_are_what_the_model_sees_and_sounds_stand_on_their_lowest_band()
    {
        float[] values = [0, 1, 0.2f, 0.6f, 1, 0, 0.4f, 0.8f, 0, 0, 0, 1];
        var seen = ExamplePictures.Of(Tensor.Of(values, [2, 1, 2, 3], 1), areSounds: false);
        Assert.Equal((2, 6), (seen.Files.Count, seen.Width));
        Assert.Equal([0, 255, 51, 153, 255, 0], Png.Read(seen.Files[0], "picture").Pixels.ToArray());
        Assert.Equal([153, 255, 0, 0, 255, 51], Png.Read(ExamplePictures.Of(Tensor.Of(values, [2, 1, 2, 3], 1), areSounds: true).Files[0], "sound").Pixels.ToArray());
        var colour = Png.Read(ExamplePictures.Of(Tensor.Of(values, [1, 3, 2, 2], 1), areSounds: false).Files[0], "colours");
        Assert.Equal([0, 255, 0], colour.Pixels[..3].ToArray());
    }

    private static (int Width, int Height) Size(XElement image)
    {
        var picture = Png.Read(Convert.FromBase64String(((string)image.Attribute("src")!)["data:image/png;base64,".Length..]), "picture");
        return (picture.Width, picture.Height);
    }

    private static XElement Parsed(string path) => XElement.Parse(File.ReadAllText(path)["<!DOCTYPE html>".Length..]);

    private static IEnumerable<string> Charts(XElement page) =>
        page.Descendants().Where(e => e.Name.LocalName == "svg" && (string?)e.Attribute("role") == "img").Select(e => e.Elements().First().Value);
}
