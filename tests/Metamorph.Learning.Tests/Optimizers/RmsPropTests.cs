using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class RmsPropTests
{
    [Fact]
    public void It_divides_by_the_root_of_the_running_mean_square()
    {
        // An epsilon large enough to show where it stands.
        Descent.Agrees(RmsProp(0.05, 0.8, 0.1), (_, w, g, m) =>
        {
            m[0] = 0.8 * m[0] + 0.2 * g * g;
            return w - 0.05 * g / Math.Sqrt(m[0] + 0.1 * 0.1);
        });
    }

    [Fact]
    public void With_its_default_epsilon_it_is_the_rule_with_epsilon_beside_the_root()
    {
        // A root of at least 0.03 and an epsilon of 1e-8 differ from their sum by 3e-7 of it at most.
        Descent.Agrees(RmsProp(0.05), (_, w, g, m) =>
        {
            m[0] = 0.9 * m[0] + 0.1 * g * g;
            return w - 0.05 * g / (Math.Sqrt(m[0]) + 1e-8);
        }, 1e-6);
    }
}
