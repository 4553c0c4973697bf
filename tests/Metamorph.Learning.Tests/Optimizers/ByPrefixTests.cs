using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class ByPrefixTests
{
    private static readonly ParameterSet Parameters = new(("head/w", Tensor.Of(1.0)), ("body/0/w", Tensor.Of(2.0)), ("body/1/w", Tensor.Of(3.0)));

    [Fact]
    public void Every_part_follows_its_own_optimizer()
    {
        var optimizer = ByPrefix(("body", Sgd(0.1)), ("head", Momentum(0.5, 0.8)));
        var (w, state) = (Parameters, optimizer.Init(Parameters));
        for (int i = 0; i < 2; i++) (w, state) = optimizer.Step(Parameters, state, w);

        // Gradients 1, 2, 3 twice; momentum is 1, then 1.8.
        Nearly.Equal([1 - 0.5 * 2.8, 2 - 0.1 * 4, 3 - 0.1 * 6], w.Flatten(), 1e-15);
        Assert.Equal(Parameters.Names, w.Names);
        Assert.Equal(["body/step", "head/step", "head/momentum/w"], state.Names);
    }

    [Fact]
    public void A_parameter_without_a_prefix_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ByPrefix(("body", Sgd(0.1)), ("tail", Sgd(0.1))).Init(Parameters));
        Assert.Equal("ByPrefix: the parameter 'head/w' has 0 of the prefixes [body, tail]. Expected exactly one.", error.Message);

        // A prefix ends at a slash.
        Assert.Throws<ArgumentException>(() => ByPrefix(("bod", Sgd(0.1)), ("head", Sgd(0.1))).Init(Parameters));
    }

    [Fact]
    public void A_parameter_with_two_prefixes_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ByPrefix(("head", Sgd(0.1)), ("body", Sgd(0.1)), ("body/1", Sgd(0.1))).Init(Parameters));
        Assert.Equal("ByPrefix: the parameter 'body/1/w' has 2 of the prefixes [head, body, body/1]. Expected exactly one.", error.Message);
    }

    [Fact]
    public void A_part_may_be_empty()
    {
        // The meta-parameters of a fixed inner rule: nothing under "rule".
        var optimizer = ByPrefix(("head", Sgd(0.1)), ("body", Sgd(0.1)), ("rule", Chain(ClipByNorm(1.0), Adam(0.1))));
        var (w, state) = optimizer.Step(Parameters, optimizer.Init(Parameters), Parameters);
        Nearly.Equal([0.9, 1.8, 2.7], w.Flatten(), 1e-15);
        Assert.Equal(["head/step", "body/step", "rule/1/step"], state.Names);
    }
}
