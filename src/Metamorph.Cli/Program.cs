using System.CommandLine;
using Metamorph.Cli.Commands;
using Metamorph.Data;

namespace Metamorph.Cli;

/// <summary>The tool <c>metamorph</c>.</summary>
internal static class Program
{
    internal static async Task<int> Main(string[] arguments)
    {
        var screen = new Screen(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
        using var stop = new StopSignals(screen);
        return await Run(arguments, screen, Console.Out, Console.Error, cancellation: stop.Token);
    }

    /// <summary>All commands.</summary>
    /// <param name="screen">What people see.</param>
    /// <param name="data">The data sets that they know; null: the usual.</param>
    internal static RootCommand Root(Screen screen, KnownData? data = null) =>
        new("Metamorph learns the mapping from a task to a model: train a learner over many related tasks, then adapt it to a new one from a handful of examples.\n\nExamples:\n  metamorph train --data patients.csv --task patient --target score --out runs/patients\n  metamorph adapt runs/patients --support new-patient.csv --out new-patient.safetensors\n  metamorph predict new-patient.safetensors --input days.csv --out predicted.csv")
        {
            PresetsCommand.Create(screen),
            TrainCommand.Create(screen, TimeProvider.System),
            EvaluateCommand.Create(screen, TimeProvider.System),
            CompareCommand.Create(screen, TimeProvider.System),
            ReportCommand.Create(screen, TimeProvider.System),
            AdaptCommand.Create(screen, TimeProvider.System),
            PredictCommand.Create(screen, TimeProvider.System),
            GradcheckCommand.Create(screen, TimeProvider.System),
            DataCommand.Create(screen, data ?? KnownData.Here),
        };

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As from the shell.</param>
    /// <param name="screen">What people see.</param>
    /// <param name="output">For help.</param>
    /// <param name="error">For the parser's own messages.</param>
    /// <param name="data">The data sets that commands know; null: the usual.</param>
    /// <param name="cancellation">Asks what runs to stop.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> Run(string[] arguments, Screen screen, TextWriter output, TextWriter error, KnownData? data = null, CancellationToken cancellation = default)
    {
        var parsed = Root(screen, data).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) screen.Note(problem.Message);
            screen.Note("See metamorph --help.");
            return ExitCode.Misuse;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (UsageException e)
        {
            screen.Note(e.Message);
            return ExitCode.Misuse;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Note("stopped.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TableException or FormatException or ArithmeticException or ArgumentException or NotSupportedException)
        {
            screen.Note(e.Message);
            return ExitCode.Failed;
        }
    }
}
