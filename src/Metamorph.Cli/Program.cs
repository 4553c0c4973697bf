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
        return await Run(arguments, screen, Console.Out, Console.Error, stop.Token);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As from the shell.</param>
    /// <param name="screen">What people see.</param>
    /// <param name="output">For help.</param>
    /// <param name="error">For the parser's own messages.</param>
    /// <param name="cancellation">Asks what runs to stop.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> Run(string[] arguments, Screen screen, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var root = new RootCommand("Metamorph learns the mapping from a task to a model: train a learner over many related tasks, then adapt it to a new one from a handful of examples.")
        {
            TrainCommand.Create(screen, TimeProvider.System),
            EvaluateCommand.Create(screen, TimeProvider.System),
        };
        var parsed = root.Parse(arguments);
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TableException or FormatException or ArithmeticException or ArgumentException)
        {
            screen.Note(e.Message);
            return ExitCode.Failed;
        }
    }
}
