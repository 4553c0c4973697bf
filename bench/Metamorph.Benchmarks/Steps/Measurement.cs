using System.Diagnostics;
using System.Text.Json;
using Metamorph.Benchmarks.Workloads;

namespace Metamorph.Benchmarks.Steps;

/// <summary>Times iterations of training.</summary>
internal static class Measurement
{
    /// <summary>The name of the command that a child process gets.</summary>
    internal const string Child = "measure";

    private const int WarmUps = 2, AtLeast = 3, Counted = 3;

    /// <summary>In this process, with the threads that it has. Iterations: at least 3, and as many as begin within the time.</summary>
    internal static Measured Here(Workload workload, TimeSpan span)
    {
        using var training = workload.Train().GetEnumerator();
        for (int i = 0; i < WarmUps; i++) training.MoveNext();
        var seconds = new List<double>();
        for (long begin = Stopwatch.GetTimestamp(); seconds.Count < AtLeast || Stopwatch.GetElapsedTime(begin) < span;)
        {
            long start = Stopwatch.GetTimestamp();
            training.MoveNext();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        // Counted apart: to count exactly stops all threads.
        Span<long> bytes = stackalloc long[Counted];
        foreach (ref long allocated in bytes)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            training.MoveNext();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        bytes.Sort();
        using var self = Process.GetCurrentProcess();
        return new(Median(seconds), seconds.Count, bytes[Counted / 2], self.PeakWorkingSet64);
    }

    /// <summary>In a process of its own: as many threads as are asked for, and no memory but its own.</summary>
    /// <exception cref="InvalidOperationException">The process failed; it has said why.</exception>
    internal static Measured Alone(Workload workload, TimeSpan span, int threads)
    {
        string program = Environment.ProcessPath!;
        // Started as `dotnet Metamorph.Benchmarks.dll` the process is dotnet.
        string[] library = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Measurement).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. library, Child, workload.ToString(), Numbers.Text(span.TotalSeconds)]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = Numbers.Text(threads);
        using var process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(text)!
            : throw new InvalidOperationException($"measuring {workload.Name} on {threads} thread(s) ended with exit code {process.ExitCode}. What it wrote stands above.");
    }

    internal static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
