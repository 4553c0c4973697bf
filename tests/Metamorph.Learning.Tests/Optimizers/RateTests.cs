using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

public sealed class RateTests
{
    private static readonly ParameterSet Gradient = new(("a", Tensor.Of([1.0, 2, 3, 4], [2], 2)), ("b", Tensor.Of([5.0, 6], [], 2)));

    [Fact]
    public void A_number_is_for_all() => Updates(2.0, [-2, -4, -6, -8], [-10, -12]);

    [Fact]
    public void A_tensor_may_have_a_number_for_each_task() => Updates(Tensor.Of([1.0, 10], [], 2), [-1, -2, -30, -40], [-5, -60]);

    [Fact]
    public void A_set_has_a_rate_for_every_parameter_or_entry() =>
        Updates(new ParameterSet(("a", Tensor.Of(1.0, 10)), ("b", Tensor.Of(100.0))), [-1, -20, -3, -40], [-500, -600]);

    [Fact]
    public void A_schedule_depends_on_the_steps_done()
    {
        var optimizer = Sgd((Schedule)(step => 1.0 + step));
        var state = optimizer.Init(Gradient);
        foreach (double rate in new[] { 1.0, 2, 3 })
        {
            (var updates, state) = optimizer.Update(Gradient, state, Gradient);
            Nearly.Equal([-5 * rate, -6 * rate], updates["b"], 0);
        }
    }

    [Fact]
    public void Rates_by_name_may_depend_on_the_steps_done()
    {
        var optimizer = Sgd(Rate.Of(step => new ParameterSet(("a", 1.0 + step), ("b", 10.0 * step))));
        var (_, state) = optimizer.Update(Gradient, optimizer.Init(Gradient), Gradient);
        var (updates, _) = optimizer.Update(Gradient, state, Gradient);
        Nearly.Equal([-2, -4, -6, -8], updates["a"], 0);
        Nearly.Equal([-50, -60], updates["b"], 0);
    }

    [Fact]
    public void Rates_of_other_names_are_refused()
    {
        var optimizer = Sgd(new ParameterSet(("a", Tensor.Of(1.0)), ("c", Tensor.Of(1.0))));
        var error = Assert.Throws<ArgumentException>(() => optimizer.Update(Gradient, optimizer.Init(Gradient), Gradient));
        Assert.Contains("only the first has [c], only the second [b]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rate_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Sgd(default(Rate)).Update(Gradient, Sgd(default(Rate)).Init(Gradient), Gradient));
        Assert.Contains("Expected a number, a tensor, a set of parameters or a schedule", error.Message, StringComparison.Ordinal);
    }

    private static void Updates(Rate rate, double[] a, double[] b)
    {
        var updates = Sgd(rate).Update(Gradient, Sgd(rate).Init(Gradient), Gradient).Updates;
        Nearly.Equal(a, updates["a"], 0);
        Nearly.Equal(b, updates["b"], 0);
    }
}
