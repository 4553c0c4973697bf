using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class ChainTests
{
    [Fact]
    public void The_updates_of_each_part_are_the_gradient_of_the_next()
    {
        // Descent of descent climbs: -0.5 times -0.2 of the gradient; and momentum of it.
        Descent.Agrees(Chain(Sgd(0.5), Sgd(0.2)), (_, w, g, _) => w + 0.5 * 0.2 * g);
        Descent.Agrees(Chain(Sgd(-1.0), Momentum(0.1, 0.8)), (_, w, g, m) => w - 0.1 * (m[0] = 0.8 * m[0] + g));
    }

    [Fact]
    public void Every_part_has_a_state_of_its_own()
    {
        var state = Chain(ClipByNorm(1.0), Momentum(0.1), Adam(0.1)).Init(new(("w", Tensor.Of(1.0))));
        Assert.Equal(["1/step", "1/momentum/w", "2/step", "2/first/w", "2/second/w"], state.Names);
    }

    [Fact]
    public void No_parts_leave_the_gradient_as_it_is()
    {
        var gradient = new ParameterSet(("w", Tensor.Of(1.0)));
        var (updates, state) = Chain().Update(gradient, Chain().Init(gradient), gradient);
        Assert.Same(gradient, updates);
        Assert.Equal(0, state.Count);
    }
}
