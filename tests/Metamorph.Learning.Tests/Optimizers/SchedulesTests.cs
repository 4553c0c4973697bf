using static Metamorph.Learning.Optimizers;

namespace Metamorph.Learning.Tests;

/// <summary>Schedules at their ends, in between and beyond. 1e-15: each is some roundings of numbers of size 1.</summary>
public sealed class SchedulesTests
{
    [Fact]
    public void Linear_goes_from_one_value_to_another_and_stays() =>
        Values(Schedules.Linear(2, 1, 10), (0, 2), (5, 1.5), (9, 1.1), (10, 1), (11, 1), (1000, 1));

    [Fact]
    public void Cosine_goes_from_one_value_to_another_and_stays() =>
        Values(Schedules.Cosine(2, 1, 12), (0, 2), (4, 1.75), (6, 1.5), (8, 1.25), (12, 1), (13, 1), (1000, 1));

    [Fact]
    public void Exponential_has_the_factor_after_its_steps() =>
        Values(Schedules.Exponential(2, 0.25, 10), (0, 2), (5, 1), (10, 0.5), (20, 0.125), (15, 0.25));

    [Fact]
    public void Stairs_fall_exactly_at_multiples()
    {
        Values(Schedules.Stairs(2, 0.5, 10), (0, 2), (9, 2), (10, 1), (11, 1), (19, 1), (20, 0.5), (30, 0.25), (95, 2 / 512.0));
        foreach (int steps in new[] { 1, 2, 3, 7, 1000, 100_000 })
            for (int stair = 0; stair < 30; stair++)
                Values(Schedules.Stairs(2, 0.5, steps), (stair * steps, 2 * Math.Pow(0.5, stair)), ((stair + 1) * steps - 1, 2 * Math.Pow(0.5, stair)));
    }

    [Fact]
    public void WarmUp_climbs_to_the_first_value_and_then_begins_the_schedule()
    {
        Values(Schedules.WarmUp(4, Schedules.Linear(2, 1, 10)), (0, 0.5), (1, 1), (2, 1.5), (3, 2), (4, 2), (9, 1.5), (14, 1), (100, 1));
        Values(Schedules.WarmUp(1, Schedules.Stairs(2, 0.5, 1)), (0, 2), (1, 2), (2, 1), (3, 0.5));
    }

    [Fact]
    public void Known_schedules_are_rates()
    {
        Descent.Agrees(Sgd(Schedules.Linear(0.2, 0.1, 4)), (t, w, g, _) => w - (0.2 - 0.1 * Math.Min(1, (t - 1) / 4.0)) * g);
        Descent.Agrees(Sgd(Schedules.Stairs(0.2, 0.5, 2)), (t, w, g, _) => w - 0.2 * Math.Pow(0.5, (t - 1) / 2) * g);
        Descent.Agrees(Momentum(Schedules.Exponential(0.2, 0.5, 2), 0.8), (t, w, g, m) => w - 0.2 * Math.Pow(0.5, (t - 1) / 2.0) * (m[0] = 0.8 * m[0] + g));
        Descent.Agrees(
            Sgd(Schedules.WarmUp(2, Schedules.Cosine(0.2, 0.1, 3))),
            (t, w, g, _) => w - Math.Min(1, t / 2.0) * (0.1 + 0.05 * (1 + Math.Cos(Math.PI * Math.Clamp((t - 3) / 3.0, 0, 1)))) * g);
    }

    private static void Values(Schedule schedule, params (int Step, double Value)[] expected)
    {
        foreach (var (step, value) in expected)
        {
            var actual = schedule((double)step);
            Assert.True(actual.IsWeak, $"the value at step {step} is not weak");
            Nearly.Equal([value], actual, 1e-14 * value, $"step {step}:");

            // Of a tensor, it is a tensor of that dtype; many steps at once.
            Nearly.Equal([value, value], schedule(Tensor.Of((double)step, step)), 1e-14 * value, $"step {step}:");
        }
    }

    [Fact]
    public void Schedules_over_no_steps_or_with_a_factor_of_zero_are_refused()
    {
        Assert.Contains("over 0 steps", Assert.Throws<ArgumentException>(() => Schedules.Linear(1, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("a factor of 0", Assert.Throws<ArgumentException>(() => Schedules.Stairs(1, 0, 10)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Schedules.Cosine(1, 0, -1));
        Assert.Throws<ArgumentException>(() => Schedules.Exponential(1, double.NaN, 10));
        Assert.Throws<ArgumentException>(() => Schedules.WarmUp(0, Schedules.Linear(1, 0, 5)));
    }
}
