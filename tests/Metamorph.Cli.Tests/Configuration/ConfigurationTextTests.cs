using System.Text.Json.Nodes;
using Metamorph.Cli.Configuration;

namespace Metamorph.Cli.Tests.Configuration;

/// <summary>How settings change a configuration.</summary>
public sealed class ConfigurationTextTests
{
    private static readonly RunConfiguration OnTable = new() { Data = new() { Path = "x.csv", Categorical = ["a"] } };

    [Fact]
    public void Every_kind_of_value_can_be_set()
    {
        var c = ConfigurationText.Set(OnTable, ["inner.rate=0.5", "seed=7", "rival=false", "learner=anil", "evaluation.steps=0,3", "data.order=week", "data.dropSmall=true"]);
        Assert.Equal((0.5, 7ul, false, "anil", "week", true), (c.Inner.Rate, c.Seed, c.Rival, c.Learner, c.Data!.Order, c.Data.DropSmall));
        Assert.Equal([0, 3], c.Evaluation.Steps);
    }

    [Theory]
    [InlineData("hours,age", "hours", "age")]
    [InlineData("hours, age", "hours", "age")]
    [InlineData("7", "7")]
    [InlineData("")]
    [InlineData("[\"hours, a week\", \"age\"]", "hours, a week", "age")]
    public void A_list_of_texts_can_be_set_whatever_it_was(string value, params string[] expected)
    {
        Assert.Equal(expected, ConfigurationText.Set(OnTable, [$"data.categorical={value}"]).Data!.Categorical);
        Assert.Equal(expected, ConfigurationText.Set(OnTable, [$"data.features={value}"]).Data!.Features);
    }

    [Fact]
    public void Keys_of_a_part_that_a_run_does_not_have_are_known_and_refused()
    {
        Assert.Contains("data.missing", ConfigurationKeys.All.Keys);
        Assert.Contains("inner.rate", ConfigurationKeys.All.Keys);
        string message = Assert.Throws<UsageException>(() => ConfigurationText.Set(new(), ["data.missing=mean"])).Message;
        Assert.Contains("--set data.missing=mean: this run has no 'data'. Expected --data FILE", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_younger_than_a_file_are_as_usual()
    {
        var read = ConfigurationText.FromJson(JsonNode.Parse("""{ "learner": "anil", "classes": { "path": "x", "ways": 7 } }""")!, "config.json");
        Assert.Empty(ConfigurationText.Differences(new() { Learner = "anil", Classes = new() { Path = "x", Ways = 7 } }, read));
        Assert.Equal(("auto", 8192, "conv4"), (read.Classes!.Colour, read.Classes.Buckets, ConfigurationText.FromJson(JsonNode.Parse("""{ "network": { "kind": "conv4" } }""")!, "config.json").Network.Kind));
        Assert.Contains("colours", Assert.Throws<IOException>(() => ConfigurationText.FromJson(JsonNode.Parse("""{ "classes": { "colours": "grey" } }""")!, "config.json")).Message, StringComparison.Ordinal);
    }
}
