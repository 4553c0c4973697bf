using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class AdamTests
{
    [Fact]
    public void It_is_algorithm_1_of_Kingma_and_Ba()
    {
        // The paper's epsilon stands beside the root: with roots of at least 0.01 and the default of 1e-8 that is the same to 1e-6.
        Descent.Agrees(Adam(0.05), (t, w, g, m) =>
        {
            m[0] = 0.9 * m[0] + (1 - 0.9) * g;
            m[1] = 0.999 * m[1] + (1 - 0.999) * g * g;
            double first = m[0] / (1 - Math.Pow(0.9, t)), second = m[1] / (1 - Math.Pow(0.999, t));
            return w - 0.05 * first / (Math.Sqrt(second) + 1e-8);
        }, 1e-6);
    }

    [Fact]
    public void Epsilon_stands_under_the_root()
    {
        Descent.Agrees(Adam(0.05, 0.7, 0.8, 0.1), (t, w, g, m) => w - 0.05 * Direction(t, g, m));
    }

    [Fact]
    public void AdamW_is_algorithm_2_of_Loshchilov_and_Hutter()
    {
        Descent.Agrees(AdamW(0.05, 0.3, 0.7, 0.8, 0.1), (t, w, g, m) => w - 0.05 * (Direction(t, g, m) + 0.3 * w));
    }

    [Fact]
    public void Learned_decays_near_1_are_exact_in_Float32_too()
    {
        // While the gradient is the same, every step is the rate times its sign, if what the decays took off is put back: to some roundings of 2^-24.
        var g = new ParameterSet(("w", Tensor.Of(1f, -2f)));
        var optimizer = Adam(1.0, Tensor.Of(0.99f), Tensor.Of(0.9999f));
        var state = optimizer.Init(g);
        for (int t = 1; t <= 5; t++)
        {
            (var updates, state) = optimizer.Update(g, state, g);
            Nearly.Equal([-1, 1], updates["w"], 5e-7, $"step {t}:");
        }
    }

    private static double Direction(int t, double g, double[] m)
    {
        m[0] = 0.7 * m[0] + (1 - 0.7) * g;
        m[1] = 0.8 * m[1] + (1 - 0.8) * g * g;
        double first = m[0] / (1 - Math.Pow(0.7, t)), second = m[1] / (1 - Math.Pow(0.8, t));
        return first / Math.Sqrt(second + 0.1 * 0.1);
    }

    [Fact]
    public void A_learned_decay_of_zero_has_the_derivative_of_the_formula()
    {
        // After one step m / (1 - b) = g whatever b is: the update does not depend on it. After two, with gradients g and h,
        // m2 = (1 - b) (b g + h) and the correction is 1 - b^2: the derivative of m2 / (1 - b^2) = (b g + h) / (1 + b) at 0 is g - h.
        var (g, h) = (Tensor.Of(3.0), Tensor.Of(5.0));
        Tensor Second(Tensor decay)
        {
            var adam = Optimizers.Adam(1.0, firstDecay: decay, secondDecay: 0.0, epsilon: 1e-30);
            var (at, state) = (new ParameterSet(("w", Tensor.Of(0.0))), adam.Init(new(("w", Tensor.Of(0.0)))));
            (_, state) = adam.Update(new(("w", g)), state, at);
            return -adam.Update(new(("w", h)), state, at).Updates["w"];
        }

        Assert.Equal(1, (double)Second(Tensor.Of(0.0)), 1e-15);
        Assert.Equal((3.0 - 5.0) / 5, (double)Gradient.Of(Second, Tensor.Of(0.0)), 1e-14);
    }
}
