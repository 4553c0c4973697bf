namespace Metamorph.Benchmarks;

/// <summary>Seconds that something takes: other work on the machine only ever makes it longer, so the shortest of many repeats says most.</summary>
/// <param name="Best">The shortest.</param>
/// <param name="Median">As many took longer as shorter.</param>
internal readonly record struct Timing(double Best, double Median)
{
    /// <summary>Seconds of a repeat, at least: long enough for the clock, and short enough for some to be over before another process gets its turn.</summary>
    private const double Repeat = 0.0005;

    /// <summary>Runs something again and again.</summary>
    /// <param name="run">What is measured; on this thread alone.</param>
    /// <param name="span">For how long.</param>
    internal static Timing Of(Action run, TimeSpan span)
    {
        run();
        double start = Clock.Seconds;
        run();
        int runs = (int)Math.Clamp(Repeat / (Clock.Seconds - start), 1, 100_000);
        var seconds = new List<double>();
        for (start = Clock.Seconds; seconds.Count < 5 || Clock.Seconds - start < span.TotalSeconds;)
        {
            double from = Clock.Seconds;
            for (int i = 0; i < runs; i++) run();
            seconds.Add((Clock.Seconds - from) / runs);
        }

        seconds.Sort();
        return new(seconds[0], seconds[seconds.Count / 2]);
    }
}
