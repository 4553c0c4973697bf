using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class AdagradTests
{
    [Fact]
    public void It_divides_by_the_root_of_the_sum_of_squares()
    {
        // An epsilon large enough to show where it stands.
        Descent.Agrees(Adagrad(0.2, 0.1), (_, w, g, m) =>
        {
            m[0] += g * g;
            return w - 0.2 * g / Math.Sqrt(m[0] + 0.1 * 0.1);
        });
    }

    [Fact]
    public void The_first_step_is_the_rate_whatever_the_gradient()
    {
        var w = new ParameterSet(("w", Tensor.Of(1e-4, -1e3, 5)));
        var updates = Adagrad(0.2).Update(w, Adagrad(0.2).Init(w), w).Updates;

        // Epsilon is 1e-4 of the smallest gradient, squared under the root: half of 1e-8 of the update.
        Nearly.Equal([-0.2, 0.2, -0.2], updates["w"], 1e-8);
    }
}
