using System.CommandLine;
using Metamorph.Cli.Commands;
using Metamorph.Data;

namespace Metamorph.Cli;

/// <summary>The tool <c>metamorph</c>.</summary>
internal static class Program
{
    internal static Task<int> Main(string[] arguments) =>
        Run(arguments, new Screen(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected), Console.Out, Console.Error);

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As from the shell.</param>
    /// <param name="screen">What people see.</param>
    /// <param name="output">For help.</param>
    /// <param name="error">For the parser's own messages.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> Run(string[] arguments, Screen screen, TextWriter output, TextWriter error)
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
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            screen.Note(e.Message);
            return ExitCode.Misuse;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TableException or FormatException or ArithmeticException or ArgumentException or OperationCanceledException)
        {
            screen.Note(e.Message);
            return ExitCode.Failed;
        }
    }
}
