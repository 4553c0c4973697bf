namespace Metamorph.Learning.Tests;

public sealed class ActivationTests
{
    [Fact]
    public void Every_activation_is_the_function_that_it_is_named_after()
    {
        double[] x = [-2, -0.5, 0.5, 3];
        var expected = new Dictionary<string, Func<double, double>>
        {
            ["relu"] = v => Math.Max(v, 0),
            ["leaky-relu"] = v => v > 0 ? v : v / 100,
            ["tanh"] = Math.Tanh,
            ["sigmoid"] = v => 1 / (1 + Math.Exp(-v)),
            ["softplus"] = v => Math.Log(1 + Math.Exp(v)),

            // x Phi(x) with Phi(-2), Phi(-0.5), Phi(0.5) and Phi(3) from tables.
            ["gelu"] = v => v * (v switch { -2 => 0.022750131948179, -0.5 => 0.308537538725987, 0.5 => 0.691462461274013, _ => 0.998650101968370 }),
        };
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Activation.All.Select(a => a.Name).Order(StringComparer.Ordinal));
        foreach (var activation in Activation.All)
        {
            Assert.Same(ParameterSet.Empty, activation.Init(new Key(1)));
            Nearly.Equal([.. x.Select(expected[activation.Name])], activation.Apply(ParameterSet.Empty, Tensor.Of(x)), 1e-14, activation.Name);
        }
    }
}
