using System.CommandLine;
using System.Globalization;
using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Steps;

/// <summary>Measures iterations of meta-training.</summary>
internal static class MetaStepCommand
{
    internal static Command Create()
    {
        var threads = Choices.Threads();
        var seconds = Choices.Seconds("For how long each workload is measured, after two iterations that do not count; at least three iterations.", 2);
        var only = Choices.Only([.. Workload.All.Select(w => w.Name)]);
        var memory = new Option<bool>("--memory") { Description = "What an iteration allocates and the greatest resident memory as well; --json has both always." };
        var json = Choices.Json();
        var command = new Command("meta-step", "Measure one iteration of MAML: adaptation to every task, query losses, the meta-gradient with second derivatives, a step of Adam. Every workload runs in a process of its own.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- meta-step\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- meta-step --threads 1 --seconds 10 --only sine-1step sine-5step --json")
        {
            threads, seconds, only, memory, json,
        };
        command.SetAction(given => Run(given.GetValue(threads), TimeSpan.FromSeconds(given.GetValue(seconds)), given.GetValue(only)!, given.GetValue(memory), given.GetValue(json)));
        return command;
    }

    /// <summary>What a child process does. Its one line of output is for <see cref="Measurement.Alone"/>.</summary>
    internal static Command CreateChild()
    {
        var workload = new Argument<string>("workload");
        var seconds = new Argument<double>("seconds");
        var command = new Command(Measurement.Child) { workload, seconds };
        command.Hidden = true;
        command.SetAction(given =>
        {
            var measured = Measurement.Here(Workload.Parse(given.GetValue(workload)!), TimeSpan.FromSeconds(given.GetValue(seconds)));
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(measured));
        });
        return command;
    }

    private static void Run(int threads, TimeSpan span, string[] only, bool memory, bool json)
    {
        var all = new Dictionary<string, Measured>();
        var load = MachineLoad.Now();
        foreach (string name in only.Distinct())
        {
            var found = all[name] = Measurement.Alone(Workload.Named(name), span, threads);
            Console.Error.WriteLine($"{name}: {Numbers.Seconds(found.Seconds)}, the median of {found.Iterations} iterations");
        }

        double? othersBusy = MachineLoad.OthersSince(load);
        MachineLoad.Report(othersBusy);
        if (json)
        {
            Choices.WriteJson(new
            {
                threads,
                seconds = all.ToDictionary(m => m.Key, m => m.Value.Seconds),
                allocatedBytes = all.ToDictionary(m => m.Key, m => m.Value.AllocatedBytes),
                peakBytes = all.ToDictionary(m => m.Key, m => m.Value.PeakBytes),
                othersBusy,
            });
            return;
        }

        Console.WriteLine($"{$"{threads} thread(s)",-20}{"iteration",12}{(memory ? $"{"allocated",12}{"peak",12}" : "")}");
        foreach (var (name, m) in all)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{Numbers.Seconds(m.Seconds),12}{(memory ? $"{Numbers.Bytes(m.AllocatedBytes),12}{Numbers.Bytes(m.PeakBytes),12}" : "")}"));
    }
}
