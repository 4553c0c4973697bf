namespace Metamorph.Learning;

/// <summary>Known schedules.</summary>
public static class Schedules
{
    /// <summary>From one value to another on a line, then constant.</summary>
    /// <param name="first">The value at step 0.</param>
    /// <param name="last">The value from step <paramref name="steps"/> on.</param>
    /// <param name="steps">How many steps it takes: at least 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Linear(double first, double last, int steps) => Over(steps, step => first + (last - first) * Progress(step, steps));

    /// <summary>From one value to another along half a cosine, then constant (Loshchilov and Hutter 2016, https://arxiv.org/abs/1608.03983, eq. 5, without restarts).</summary>
    /// <param name="first">The value at step 0.</param>
    /// <param name="last">The value from step <paramref name="steps"/> on.</param>
    /// <param name="steps">How many steps it takes: at least 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Cosine(double first, double last, int steps) =>
        Over(steps, step => last + 0.5 * (first - last) * (1.0 + (Math.PI * Progress(step, steps)).Cos()));

    /// <summary>Multiplied by a factor once in a number of steps, a little at each.</summary>
    /// <param name="first">The value at step 0.</param>
    /// <param name="factor">What it is multiplied by: above 0.</param>
    /// <param name="steps">In how many steps: at least 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Exponential(double first, double factor, int steps) =>
        Over(steps, step => first * (Math.Log(factor) / steps * step).Exp(), factor);

    /// <summary>Multiplied by a factor at once, every time a number of steps is over.</summary>
    /// <param name="first">The value at step 0.</param>
    /// <param name="factor">What it is multiplied by: above 0.</param>
    /// <param name="steps">After how many steps: at least 1.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Stairs(double first, double factor, int steps) =>
        Over(steps, step => first * (Math.Log(factor) * (step / (double)steps + (0.5 / steps - 0.5)).Round()).Exp(), factor);

    /// <summary>From 0 on a line to where another schedule begins (Goyal et al. 2017, https://arxiv.org/abs/1706.02677), which then runs from its step 0.</summary>
    /// <param name="steps">How many steps it takes; the first has already 1 / steps.</param>
    /// <param name="then">What follows.</param>
    /// <returns>The schedule.</returns>
    public static Schedule WarmUp(int steps, Schedule then) =>
        Over(steps, step => ((step + 1.0) / (double)steps).Minimum(1.0) * then((step - (double)steps).Maximum(0.0)));

    /// <summary>A schedule whose formula has a number of steps, and maybe a factor, that it makes sense for.</summary>
    private static Schedule Over(int steps, Schedule schedule, double factor = 1) => steps < 1 || !(factor > 0 && double.IsFinite(factor))
        ? throw new ArgumentException($"a schedule over {steps} steps with a factor of {factor}. Expected at least 1 step and a factor above 0.")
        : schedule;

    /// <summary>0 at step 0, 1 from step <paramref name="steps"/> on.</summary>
    private static Tensor Progress(Tensor step, int steps) => (step / (double)steps).Minimum(1.0);
}
