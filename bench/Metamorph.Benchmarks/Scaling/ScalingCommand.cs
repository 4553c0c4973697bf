using System.CommandLine;
using System.Globalization;
using Metamorph.Benchmarks.Steps;
using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Scaling;

/// <summary>Measures how an iteration grows with tasks, inner steps, width and threads.</summary>
internal static class ScalingCommand
{
    internal static Command Create()
    {
        var threads = Choices.Threads();
        var seconds = Choices.Seconds("For how long each point is measured, after two iterations that do not count; at least three iterations.", 1);
        var only = Choices.Only([.. Sweep.All.Select(s => s.Name)]);
        var plots = Choices.Plots("scaling-tasks.svg, ...");
        var json = Choices.Json();
        var command = new Command("scaling", "Measure one iteration of MAML on sine waves (sine-1step: 25 tasks, 1 inner step, two layers of 40) while one of these numbers grows.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- scaling --plots docs\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- scaling --only tasks threads --json")
        {
            threads, seconds, only, plots, json,
        };
        command.SetAction(given => Run(given.GetValue(threads), TimeSpan.FromSeconds(given.GetValue(seconds)), given.GetValue(only)!, given.GetValue(plots), given.GetValue(json)));
        return command;
    }

    private static void Run(int threads, TimeSpan span, string[] only, DirectoryInfo? plots, bool json)
    {
        var load = MachineLoad.Now();
        var workload = Workload.Named("sine-1step");
        var all = new Dictionary<string, double[]>();
        var sweeps = Sweep.All.Where(s => only.Contains(s.Name)).ToArray();
        foreach (var sweep in sweeps)
        {
            double[] found = all[sweep.Name] = new double[sweep.Values.Count];
            for (int i = 0; i < found.Length; i++)
            {
                int value = sweep.Values[i];
                found[i] = Measurement.Alone(sweep.With(workload, value), span, sweep.OfThreads ? value : threads).Seconds;
                Console.Error.WriteLine($"{sweep.Label} {value}: {Numbers.Seconds(found[i])}");
            }

            Choices.Draw(plots, $"scaling-{sweep.Name}.svg", sweep.Plot(found));
        }

        double? othersBusy = MachineLoad.OthersSince(load);
        MachineLoad.Report(othersBusy);
        if (json)
        {
            Choices.WriteJson(new { threads, seconds = sweeps.ToDictionary(s => s.Name, s => s.Values.Zip(all[s.Name]).ToDictionary(p => Numbers.Text(p.First), p => p.Second)), othersBusy });
            return;
        }

        foreach (var sweep in sweeps)
        {
            Console.WriteLine($"\n{sweep.Label,-28}{"iteration",12}{sweep.Second,16}");
            for (int i = 0; i < sweep.Values.Count; i++)
            {
                var (value, time) = (sweep.Values[i], all[sweep.Name][i]);
                string second = sweep.OfThreads ? Numbers.Digits(all[sweep.Name][0] / time) : sweep.Second.Length > 0 ? Numbers.Seconds(time / value) : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value,-28}{Numbers.Seconds(time),12}{second,16}"));
            }
        }
    }
}
