namespace Metamorph.Tensors.Tests.Derivatives;

/// <summary>Checkpoints and functions with derivatives given by hand: what they capture, at every order.</summary>
public sealed class RegionTests
{
    private static Tensor Run(Func<Tensor, Tensor> f, Tensor x, bool checkpoint) => checkpoint ? Checkpoint.Step(f, x) : f(x);

    /// <summary>Four steps of gradient descent whose rate is a captured outer variable, in segments of two, each segment and each step maybe a checkpoint.</summary>
    private static Tensor Descend(Tensor rate, Tensor other, bool checkpoint)
    {
        Tensor Step(Tensor p) => p - rate * other * Gradient.Of(z => (z * z * z).Tanh() * rate, p);
        Tensor Segment(Tensor p)
        {
            for (int i = 0; i < 2; i++) p = Run(Step, p, checkpoint);
            return p * (rate + other);
        }

        var x = Tensor.Of(0.8) * rate * other;
        for (int i = 0; i < 2; i++) x = Run(Segment, x, checkpoint);
        return x * x;
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Nested_checkpoints_differentiate_captured_variables_to_second_order(double at)
    {
        // The same operations in the same order: equal to rounding.
        double First(bool checkpoint) => (double)Gradient.Of(rate => Descend(rate, rate, checkpoint), Tensor.Of(at));
        double Second(bool checkpoint) => (double)Gradient.Of(o => Gradient.Of(rate => Descend(rate, o, checkpoint), o * o), Tensor.Of(at));
        double Third(bool checkpoint) => (double)Gradient.Of(z => Gradient.Of(o => Gradient.Of(rate => Descend(rate, o, checkpoint), o * z), z), Tensor.Of(at));
        Assert.Equal(First(false), First(true), 1e-14);
        Assert.Equal(Second(false), Second(true), 1e-13);
        Assert.Equal(Third(false), Third(true), 1e-11);
    }

    [Fact]
    public void Forward_mode_passes_through_a_checkpoint_and_what_it_captured()
    {
        Tensor F(Tensor x, bool checkpoint) => Run(z => z * z * x.Sin(), x * x, checkpoint);
        var (at, v) = (Tensor.Of(0.7, 1.1), Tensor.Of(0.3, -0.2));
        Assert.Equal(
            Gradient.Along(x => F(x, false), at, v).Tangent.ToArray<double>(), Gradient.Along(x => F(x, true), at, v).Tangent.ToArray<double>());
        Assert.Equal(
            Gradient.HessianVector(x => F(x, false).Sum(), at, v).ToArray<double>(),
            Gradient.HessianVector(x => F(x, true).Sum(), at, v).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void A_checkpoint_on_another_thread_is_differentiated()
    {
        static Tensor F(Tensor x) => Task.Run(() => Checkpoint.Step(z => z * z * x, x)).GetAwaiter().GetResult();
        Assert.Equal(12, (double)Gradient.Of(F, Tensor.Of(2.0)));
    }

    [Fact]
    public void A_checkpoint_of_several_results_is_computed_again_once()
    {
        int runs = 0;
        var gradient = Gradient.Of(
            x =>
            {
                var y = Checkpoint.Step(
                    z =>
                    {
                        runs++;
                        return new TensorList([z * z, z.Sin(), z.Exp()]);
                    },
                    x);
                return y.Tensors[0] * y.Tensors[1];
            },
            Tensor.Of(1.3));
        Assert.Equal(2 * 1.3 * Math.Sin(1.3) + 1.3 * 1.3 * Math.Cos(1.3), (double)gradient, 1e-14);
        Assert.Equal(2, runs);
    }

    [Fact]
    public void Checkpoints_hold_the_inputs_of_their_steps_and_one_graph_at_a_time()
    {
        static Tensor Chain(Tensor x, int steps, bool checkpoint)
        {
            for (int i = 0; i < steps; i++)
                x = Run(
                    z =>
                    {
                        for (int j = 0; j < 20; j++) z = z.Sin();
                        return z;
                    },
                    x,
                    checkpoint);
            return x.Sum();
        }

        static long Bytes(int steps, bool checkpoint) => Gradient.WithMemory(x => Chain(x, steps, checkpoint), new Key(0).Normal([1000], dtype: DType.Float64)).PeakBytes;
        const int row = 8000;

        // Plain: every result, the steps' inputs among them, and the sum. Checkpointed: one result a step, and one step rebuilt.
        Assert.Equal(50 * 20 * row + 8, Bytes(50, false));
        Assert.Equal(50 * row + 8 + 20 * row, Bytes(50, true));
    }

    [Fact]
    public void A_custom_derivative_is_used_in_both_modes_and_differentiated_again()
    {
        // The pullback of x^3, but with a factor of 10 to tell it from the true one.
        static Tensor Cube(Tensor x) => Gradient.Custom(z => z * z * z, (z, _, c) => 30.0 * z * z * c, x);
        Assert.Equal(120, (double)Gradient.Of(Cube, Tensor.Of(2.0)));
        Assert.Equal(240, (double)Gradient.Along(Cube, Tensor.Of(2.0), Tensor.Of(2.0)).Tangent);
        Assert.Equal(120, (double)Gradient.Of(x => Gradient.Of(Cube, x), Tensor.Of(2.0)));
        Assert.Equal(8, (double)Cube(Tensor.Of(2.0)));
    }

    [Fact]
    public void A_custom_derivative_may_use_the_result()
    {
        static Tensor Exp(Tensor x) => Gradient.Custom(z => z.Exp(), (_, y, c) => y * c, x);
        Assert.Equal(Math.Exp(1.5), (double)Gradient.Of(x => Gradient.Of(z => Gradient.Of(Exp, z), x), Tensor.Of(1.5)), 1e-14);
    }

    [Fact]
    public void A_custom_derivative_that_captures_a_variable_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Gradient.Of(rate => Gradient.Custom(x => x * rate, (_, _, c) => c, Tensor.Of(1.0)), Tensor.Of(1.0)));
        Assert.Contains("captured []", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pass it in", error.Message, StringComparison.Ordinal);
    }
}
