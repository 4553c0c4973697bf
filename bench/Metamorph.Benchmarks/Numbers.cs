using System.Globalization;

namespace Metamorph.Benchmarks;

/// <summary>Numbers as they are written, the same in every country.</summary>
internal static class Numbers
{
    internal static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Three digits that count, and a unit that keeps them before the point: 61.3 us, 12.4 ms, 1.05 s.</summary>
    internal static string Seconds(double seconds) => seconds switch
    {
        < 1e-3 => $"{Digits(seconds * 1e6)} us",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        _ => $"{Digits(seconds)} s",
    };

    /// <summary>Three digits that count, in bytes, KB, MB or GB of 1,000.</summary>
    internal static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => $"{Digits(bytes)} B",
        < 1e6 => $"{Digits(bytes / 1e3)} KB",
        < 1e9 => $"{Digits(bytes / 1e6)} MB",
        _ => $"{Digits(bytes / 1e9)} GB",
    };

    internal static string Digits(double x) => x.ToString(x >= 99.95 ? "F0" : x >= 9.995 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
