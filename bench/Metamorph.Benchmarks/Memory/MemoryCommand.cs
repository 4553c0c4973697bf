using System.CommandLine;
using System.Globalization;
using Metamorph.Benchmarks.Workloads;
using Metamorph.Reports;

namespace Metamorph.Benchmarks.Memory;

/// <summary>Counts the memory of a meta-gradient for each way to differentiate the inner loop.</summary>
internal static class MemoryCommand
{
    private static readonly int[] Steps = [1, 4, 16, 64];
    private static readonly string[] Names = ["sine-1step", "conv4-stride-5w1s"];

    internal static Command Create()
    {
        var tasks = Choices.Count("--tasks", "Tasks of a meta-gradient: bytes are in proportion to them.", 2);
        var only = Choices.Only(Names);
        var plots = Choices.Plots("memory-sine-1step.svg, ...");
        var json = Choices.Json();
        var command = new Command("memory", "Count the most bytes that the graph of a MAML meta-gradient holds at once, and those that its plan holds when it is replayed on one thread, by inner steps, for each way to differentiate the inner loop. Counted, not measured: it does not depend on the machine.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- memory --plots docs\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- memory --only sine-1step --tasks 25 --json")
        {
            tasks, only, plots, json,
        };
        command.SetAction(given => Run(given.GetValue(tasks), given.GetValue(only)!, given.GetValue(plots), given.GetValue(json)));
        return command;
    }

    private static void Run(int tasks, string[] only, DirectoryInfo? plots, bool json)
    {
        var all = new Dictionary<string, Dictionary<string, long[]>>();
        foreach (string name in only.Distinct())
        {
            var workload = Workload.Named(name) with { Tasks = tasks };
            var byLoop = all[name] = [];
            foreach (var loop in InnerLoopMemory.Loops)
            {
                Console.Error.WriteLine($"{name}, {loop.GetType().Name}");
                byLoop[loop.GetType().Name] = [.. Steps.Select(steps => InnerLoopMemory.Peak(workload with { Steps = steps }, loop))];
                byLoop[$"{loop.GetType().Name}, replayed"] = [.. Steps.Select(steps => InnerLoopMemory.Planned(workload with { Steps = steps }, loop))];
            }

            Choices.Draw(plots, $"memory-{name}.svg", Plot(name, tasks, byLoop));
        }

        if (json)
        {
            Choices.WriteJson(new { tasks, peakBytes = all.ToDictionary(w => w.Key, w => w.Value.ToDictionary(l => l.Key, l => Steps.Zip(l.Value).ToDictionary(p => Numbers.Text(p.First), p => p.Second))) });
            return;
        }

        foreach (var (name, byLoop) in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{$"{name}, {tasks} task(s)",-34}{string.Concat(Steps.Select(s => $"{$"{s} step{(s > 1 ? "s" : "")}",12}"))}"));
            foreach (var (loop, bytes) in byLoop) Console.WriteLine($"{loop,-34}{string.Concat(bytes.Select(b => $"{Numbers.Bytes(b),12}"))}");
        }
    }

    private static Plot Plot(string name, int tasks, Dictionary<string, long[]> byLoop) => new($"Graph of a meta-gradient, {name}")
    {
        X = new("inner steps") { Scale = AxisScale.Log10 },
        Y = new($"the most that it holds, {tasks} task{(tasks > 1 ? "s" : "")}", "MB") { Scale = AxisScale.Log10 },
        Series = [.. byLoop.Select(l => new Line(l.Key, [.. Steps.Select(s => (double)s)], [.. l.Value.Select(b => b / 1e6)]))],
    };
}
