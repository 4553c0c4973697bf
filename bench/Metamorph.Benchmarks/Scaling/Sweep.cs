using Metamorph.Benchmarks.Workloads;
using Metamorph.Reports;

namespace Metamorph.Benchmarks.Scaling;

/// <summary>One number of a workload that grows while the others stay.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Label">The same, for the axis of a plot.</param>
/// <param name="Values">From the least to the greatest.</param>
/// <param name="With">The workload with a value; the threads do not belong to it.</param>
internal sealed record Sweep(string Name, string Label, IReadOnlyList<int> Values, Func<Workload, int, Workload> With)
{
    private const string ThreadsName = "threads";

    internal static IReadOnlyList<Sweep> All { get; } =
    [
        new("tasks", "tasks", Powers(1, 256), (w, n) => w with { Tasks = n }),
        new("steps", "inner steps", Powers(1, 64), (w, n) => w with { Steps = n }),
        new("width", "hidden features of a layer", Powers(16, 256), (w, n) => w with { Width = n }),
        new(ThreadsName, "threads", [.. Powers(1, Environment.ProcessorCount).Append(Environment.ProcessorCount).Distinct()], (w, _) => w),
    ];

    /// <summary>What a table says beside the seconds: nothing for the width, whose square the work grows with.</summary>
    internal string Second => Name switch { "tasks" => "of a task", "steps" => "of a step", ThreadsName => "times as fast", _ => "" };

    internal bool OfThreads => Name == ThreadsName;

    /// <summary>Both axes are logarithmic: what grows in proportion is a straight line. Threads are few, and time falls with them from 0 up.</summary>
    internal Plot Plot(IReadOnlyList<double> seconds) => new($"One iteration of MAML on sine waves, by {Name}")
    {
        X = new(Label) { Scale = OfThreads ? AxisScale.Linear : AxisScale.Log10 },
        Y = new("iteration", "ms") { Scale = OfThreads ? AxisScale.Linear : AxisScale.Log10, From = OfThreads ? 0 : null },
        Series = [new Line("Metamorph", [.. Values.Select(v => (double)v)], [.. seconds.Select(s => s * 1e3)])],
    };

    private static int[] Powers(int from, int to) => [.. Enumerable.Range(0, 31).Select(i => 1 << i).Where(n => n >= from && n <= to)];
}
