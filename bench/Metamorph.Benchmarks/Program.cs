using System.CommandLine;
using Metamorph.Benchmarks.Comparison;
using Metamorph.Benchmarks.Episodes;
using Metamorph.Benchmarks.Kernels;
using Metamorph.Benchmarks.Memory;
using Metamorph.Benchmarks.Scaling;
using Metamorph.Benchmarks.Steps;

// Exit codes as of the tool: 0 ok, 1 failed, 2 misuse.
var arguments = new RootCommand("Measures how fast Metamorph is on this machine.")
{
    KernelsCommand.Create(),
    KernelBenchmarksCommand.Create(),
    MetaStepCommand.Create(),
    CompareCommand.Create(),
    ScalingCommand.Create(),
    MemoryCommand.Create(),
    EpisodesCommand.Create(),
    MetaStepCommand.CreateChild(),
}.Parse(args);
foreach (var problem in arguments.Errors) Console.Error.WriteLine(problem.Message);
if (arguments.Errors.Count > 0) return 2;
try
{
    return arguments.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (InvalidOperationException failed)
{
    // A process that was to be measured failed, and has said why.
    Console.Error.WriteLine(failed.Message);
    return 1;
}
