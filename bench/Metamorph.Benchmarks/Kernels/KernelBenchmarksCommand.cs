using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Metamorph.Benchmarks.Kernels;

/// <summary>Measures single kernels with BenchmarkDotNet: how figures scatter, and what is allocated.</summary>
internal static class KernelBenchmarksCommand
{
    internal static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which kernels, with * for anything.", DefaultValueFactory = _ => "*", HelpName = "GLOB" };
        var command = new Command("benchmarkdotnet", "Measure single kernels on one core with BenchmarkDotNet: how figures scatter, and what is allocated.\n\nExamples:\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- benchmarkdotnet\n  dotnet run -c Release --project bench/Metamorph.Benchmarks -- benchmarkdotnet --filter \"*Convolution*\"")
        {
            filter,
        };
        command.SetAction(given =>
        {
            // In this process: it is built and set up for measuring, and nothing has to be built again.
            var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(Path.Combine("artifacts", "benchmarkdotnet"));
            var summaries = BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks)]).Run(["--filter", given.GetValue(filter)!], config);
            return summaries.Any() && summaries.All(s => s.Reports.All(r => r.Success)) ? 0 : 1;
        });
        return command;
    }
}
