namespace Metamorph.Benchmarks.Kernels;

/// <summary>How fast a kernel is.</summary>
/// <param name="Group">What it is compared with others in.</param>
/// <param name="Name">Which kernel, on what.</param>
/// <param name="Best">The best of all repeats, in <paramref name="Unit"/>.</param>
/// <param name="Median">The median.</param>
/// <param name="Unit">GFLOP/s or GB/s.</param>
/// <param name="Share">The best as a share of what the machine can do at most: 1 is all.</param>
internal sealed record Figure(string Group, string Name, double Best, double Median, string Unit, double Share)
{
    /// <param name="work">Operations or bytes of one run.</param>
    /// <param name="timing">Seconds of one run.</param>
    /// <param name="limit">What the machine can do, in <paramref name="unit"/>.</param>
    internal static Figure Of(string group, string name, double work, Timing timing, string unit, double limit) =>
        new(group, name, work / timing.Best / 1e9, work / timing.Median / 1e9, unit, work / timing.Best / 1e9 / limit);
}
