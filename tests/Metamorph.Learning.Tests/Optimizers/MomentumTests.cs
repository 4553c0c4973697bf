using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class MomentumTests
{
    [Fact]
    public void Momentum_adds_up_gradients_that_decay() => Descent.Agrees(Momentum(0.1, 0.8), (_, w, g, m) => w - 0.1 * (m[0] = 0.8 * m[0] + g));

    [Fact]
    public void Nesterov_looks_one_step_ahead() => Descent.Agrees(Nesterov(0.1, 0.8), (_, w, g, m) =>
    {
        m[0] = 0.8 * m[0] + g;
        return w - 0.1 * (0.8 * m[0] + g);
    });

    [Fact]
    public void Nesterov_is_Sutskevers_rule_seen_from_the_point_ahead()
    {
        // Sutskever et al. 2013, eqs. 3 and 4: v = decay v - rate gradient(w + decay v), w = w + v; our parameters are w + decay v.
        double w = 1.7, v = 0;
        var optimizer = Nesterov(0.1, 0.8);
        var ahead = new ParameterSet(("w", Tensor.Of(w)));
        var state = optimizer.Init(ahead);
        for (int i = 0; i < 6; i++)
        {
            v = 0.8 * v - 0.1 * Math.Pow(w + 0.8 * v, 3);
            w += v;
            (ahead, state) = optimizer.Step(ahead.Map(x => x * x * x), state, ahead);
            Nearly.Equal([w + 0.8 * v], ahead["w"], 1e-14);
        }
    }

    [Fact]
    public void The_decay_is_0_9_if_not_given()
    {
        Descent.Agrees(Momentum(0.1), (_, w, g, m) => w - 0.1 * (m[0] = 0.9 * m[0] + g));
        Descent.Agrees(Nesterov(0.1), (_, w, g, m) =>
        {
            m[0] = 0.9 * m[0] + g;
            return w - 0.1 * (0.9 * m[0] + g);
        });
    }
}
