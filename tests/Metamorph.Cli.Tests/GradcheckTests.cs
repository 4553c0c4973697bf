using System.Text.Json.Nodes;

namespace Metamorph.Cli.Tests;

/// <summary>Checked meta-gradients.</summary>
public sealed class GradcheckTests
{
    [Theory]
    [InlineData("maml", "exact: the derivative", 4)]
    [InlineData("meta-sgd", "exact: the derivative", 4)]
    [InlineData("fomaml", "not exact: the gradient of the query loss at the adapted parameters", 2)]
    [InlineData("reptile", "not exact: start - adapted", 1)]
    public void A_preset_s_meta_gradient_is_what_its_learner_says(string learner, string formula, int checks)
    {
        using var shell = new Shell();
        Assert.True(shell.Run("gradcheck", "sinusoid", "--set", $"learner={learner}", "--set", "inner.steps=2", "--set", "network.hidden=8,8", "--json") == 0, shell.Output + shell.Error);
        var result = JsonNode.Parse(shell.Output)!;
        Assert.StartsWith(formula, (string?)result["formula"], StringComparison.Ordinal);
        Assert.Equal(checks, result["checks"]!.AsArray().Count);
        Assert.All(result["checks"]!.AsArray(), c => Assert.True((double)c!["largestRelativeDifference"]! <= 1e-6));
    }

    [Fact]
    public void A_run_on_a_table_is_checked_where_it_ended()
    {
        using var shell = new Shell();
        AdaptTests.Trained(shell);
        Assert.True(shell.Run("gradcheck", "./run") == 0, shell.Output + shell.Error);
        Assert.Contains("inner loop mixed", shell.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_agree_has_exit_code_1_and_says_so()
    {
        // Conjugate gradients of twenty steps do not solve the implicit loop's equation where it holds parameters loosely.
        using var shell = new Shell();
        Assert.Equal(1, shell.Run("gradcheck", "sinusoid", "--set", "inner.loop=implicit", "--set", "inner.strength=0.5", "--set", "network.activation=tanh"));
        Assert.Contains("WRONG", shell.Output, StringComparison.Ordinal);
        Assert.Contains("Expected relative differences of at most 1e-6", shell.Error, StringComparison.Ordinal);
        Assert.Contains("inner.strength", shell.Error, StringComparison.Ordinal);
        Assert.Equal(0, shell.Run("gradcheck", "sinusoid", "--set", "inner.loop=implicit", "--set", "inner.strength=100", "--set", "network.activation=tanh"));
    }

    [Fact]
    public void Neither_a_run_nor_a_preset()
    {
        using var shell = new Shell();
        BadInputTests.Expect(shell, "preset", 2, ["gradcheck", "sinusid"], "'sinusid'", "nearest is 'sinusoid'", "folder of a run");
        BadInputTests.Expect(shell, "table", 2, ["gradcheck", "table"], "'table'", "Expected the folder of a run");
    }
}
