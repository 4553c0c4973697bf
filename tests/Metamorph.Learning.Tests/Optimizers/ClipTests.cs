using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class ClipTests
{
    private static readonly Optimizer Clipped = Chain(ClipByNorm(1.0), Sgd(0.5));

    [Fact]
    public void A_long_gradient_is_shortened_and_a_short_one_is_left()
    {
        // (3, 4) and 12 have the length 13 together.
        Assert.Equal([-1.5 / 13, -2.0 / 13, -6.0 / 13], Updates(Clipped, Set([3.0, 4.0], 12.0)), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([-0.15, -0.2, 0], Updates(Clipped, Set([0.3, 0.4], 0.0)));
        Assert.Equal([-0.3, -0.4, 0], Updates(Clipped, Set([0.6, 0.8], 0.0)), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0, 0, 0], Updates(Clipped, Set([0.0, 0.0], 0.0)), (a, b) => a + 0.0 == b + 0.0);
    }

    [Fact]
    public void A_gradient_whose_square_overflows_is_shortened_all_the_same()
    {
        var gradient = new ParameterSet(("a", Tensor.Of(3e30f, -4e30f)));
        Assert.Equal([-0.3f, 0.4f], Clipped.Update(gradient, Clipped.Init(gradient), gradient).Updates["a"].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void A_descent_is_that_of_plain_numbers()
    {
        var optimizer = Chain(ClipByNorm(0.5), Sgd(0.4));
        double[] expected = [1.7, -0.2, 0.9];
        var w = new ParameterSet(("w", Tensor.Of(expected)));
        var state = optimizer.Init(w);
        int clipped = 0;
        for (int t = 0; t < 10; t++)
        {
            (w, state) = optimizer.Step(w, state, w);
            double length = Math.Sqrt(expected.Sum(e => e * e));
            if (length > 0.5) clipped++;
            expected = [.. expected.Select(e => e - 0.4 * e * Math.Min(1, 0.5 / length))];
            Nearly.Equal(expected, w["w"], 1e-14);
        }

        Assert.InRange(clipped, 2, 8);
    }

    [Fact]
    public void Each_task_is_clipped_by_itself()
    {
        var gradient = new ParameterSet(("a", Tensor.Of([3.0, 4.0, 0.3, 0.4, 0, 0], [2], 3)), ("b", Tensor.Of([0.0, 0, 0], [], 3)));
        Nearly.Equal([-0.3, -0.4, -0.15, -0.2, 0, 0], Clipped.Update(gradient, Clipped.Init(gradient), gradient).Updates["a"], 1e-15);

        // A length for each task.
        var lengths = Chain(ClipByNorm(Tensor.Of([2.5, 0.25, 1], [], 3)), Sgd(0.5));
        Nearly.Equal([-0.75, -1, -0.075, -0.1, 0, 0], lengths.Update(gradient, lengths.Init(gradient), gradient).Updates["a"], 1e-15);
    }

    [Fact]
    public void No_parameters_have_nothing_to_clip()
    {
        var (updates, state) = Clipped.Update(ParameterSet.Empty, Clipped.Init(ParameterSet.Empty), ParameterSet.Empty);
        Assert.Equal(0, updates.Count);
        Assert.Equal(["1/step"], state.Names);
    }

    private static ParameterSet Set(double[] a, double b) => new(("a", Tensor.Of(a)), ("b", Tensor.Of(b)));

    private static double[] Updates(Optimizer optimizer, ParameterSet gradient) =>
        optimizer.Update(gradient, optimizer.Init(gradient), gradient).Updates.Flatten().ToArray<double>();
}
