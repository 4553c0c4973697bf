using System.Globalization;

namespace Metamorph.Benchmarks;

/// <summary>What the machine's processors have done, in their ticks (Linux): all together, and what of it was for this process and those that it started and saw end.</summary>
/// <param name="Busy">Ticks that were not idle, of all processors.</param>
/// <param name="All">Ticks that there were, of all processors.</param>
/// <param name="Own">Ticks of this process and its children.</param>
internal readonly record struct MachineLoad(double Busy, double All, double Own)
{
    /// <summary>Now; null where the system does not tell.</summary>
    internal static MachineLoad? Now()
    {
        if (!File.Exists("/proc/stat")) return null;

        // cpu user nice system idle iowait irq softirq steal: what another machine on the same processors took (steal) is work of others too.
        // Guests, behind these, are part of user.
        double[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number)];
        double idle = ticks[3] + ticks[4], all = ticks.Sum();

        // The name stands in parentheses and may have spaces. Behind it come state (field 3) and, as fields 14 to 17, user and system time of the process and of its children.
        string own = File.ReadAllText("/proc/self/stat");
        return new(all - idle, all, own[(own.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4).Sum(Number));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Which part of the machine others kept busy since: from 0, nothing, to 1, all of it. Null where the system does not tell.</summary>
    internal static double? OthersSince(MachineLoad? start) => start is { } from && Now() is { } now && now.All > from.All
        ? Math.Clamp((now.Busy - from.Busy - (now.Own - from.Own)) / (now.All - from.All), 0, 1)
        : null;

    /// <summary>The same in words, for whoever reads the figures.</summary>
    internal static void Report(double? others) => Console.Error.WriteLine(
        others is double part ? $"Other work took {part.ToString("P0", CultureInfo.InvariantCulture)} of the machine meanwhile." : "How much other work the machine did meanwhile is not known here.");
}
