using System.Globalization;

namespace Metamorph.Cli.Reporting;

/// <summary>Errors in words.</summary>
internal static class Figures
{
    /// <summary>An error to three decimals, as in the tables on the screen.</summary>
    internal static string Text(double error) => !double.IsFinite(error) ? "not finite" : error.ToString(Math.Abs(error) < 1000 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent.</summary>
    internal static string Percent(double share, int decimals = 2) => !double.IsFinite(share) ? "not finite" : $"{(100 * share).ToString($"F{decimals}", CultureInfo.InvariantCulture)} %";

    /// <summary>A mean with half of its interval: an error to three decimals, or a share in per cent.</summary>
    internal static string Interval(double mean, double half, bool isShare) =>
        isShare ? $"{(100 * mean).ToString("F2", CultureInfo.InvariantCulture)} ± {Percent(half)}" : $"{Text(mean)} ± {Text(half)}";

    /// <summary>An error before and after adaptation, to two decimals, for the title of a picture.</summary>
    internal static string Change(double before, double after)
    {
        return $"{Short(before)} → {Short(after)}";

        static string Short(double error) => error is > -100 and < 100 ? error.ToString("0.00", CultureInfo.InvariantCulture) : Text(error);
    }
}
