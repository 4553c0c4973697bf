using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Metamorph.Benchmarks;

/// <summary>What work of one thread is timed by.</summary>
internal static partial class Clock
{
    private const int ThreadTime = 3;

    /// <summary>Seconds of processor time of this thread, where the system tells (Linux): waiting for other processes is not counted. Elsewhere the time of day.</summary>
    internal static double Seconds => OperatingSystem.IsLinux() && Read(ThreadTime, out var time) == 0
        ? time.Seconds + time.Nanoseconds * 1e-9
        : (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Read(int clock, out Time time);

    private struct Time
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
