using System.Diagnostics;
using System.Text.Json;
using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Comparison;

/// <summary>PyTorch, in a process of its own.</summary>
/// <param name="python">The interpreter that has it.</param>
internal sealed class Peer(string python)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The version of PyTorch; or why there is none.</summary>
    internal (string? Version, string? Missing) Find()
    {
        try
        {
            var (code, output, error) = Start(["-c", "import torch; print(torch.__version__)"], quiet: true);
            return code == 0 ? (output.Trim(), null) : (null, $"{python} has no PyTorch: {error.Trim().Split('\n')[^1]}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (null, $"{python} does not start: {e.Message}");
        }
    }

    /// <summary>Times the ways to write an iteration.</summary>
    /// <param name="workload">Its name.</param>
    /// <param name="threads">Threads of PyTorch.</param>
    /// <param name="seconds">For how long each way is measured.</param>
    /// <param name="way">The only way; null: all.</param>
    /// <exception cref="InvalidOperationException">The script failed; it has said why.</exception>
    internal Answer Measure(string workload, int threads, double seconds, string? way = null)
    {
        string[] arguments = [Path.Combine(Workload.Folder, "meta_step.py"), "--threads", Numbers.Text(threads), "--seconds", Numbers.Text(seconds), "--only", workload, .. way is null ? [] : new[] { "--ways", way }];
        var (code, output, _) = Start(arguments, quiet: false);
        return code == 0
            ? JsonSerializer.Deserialize<Answer>(output, Json)!
            : throw new InvalidOperationException($"{python} {string.Join(' ', arguments)} ended with exit code {code}. What it wrote stands above.");
    }

    private (int Code, string Output, string Error) Start(string[] arguments, bool quiet)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = quiet })!;
        var error = quiet ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>What the script prints.</summary>
    /// <param name="Seconds">Workload, way, median.</param>
    /// <param name="PeakBytes">The greatest resident memory of the process, where the system tells.</param>
    internal sealed record Answer(Dictionary<string, Dictionary<string, double>> Seconds, long? PeakBytes);
}
