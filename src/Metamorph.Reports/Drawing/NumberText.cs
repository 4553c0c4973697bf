using System.Globalization;

namespace Metamorph.Reports;

/// <summary>Numbers as people read them: 20,000, 0.05, −3, 1.5×10⁻⁷.</summary>
internal static class NumberText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Labels of ticks, all with as many decimals as the closest two of them need to differ.</summary>
    internal static IReadOnlyList<string> Of(IReadOnlyList<double> ticks)
    {
        double largest = ticks.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double step = ticks.Zip(ticks.Skip(1), (a, b) => b - a).Where(d => d > 0).DefaultIfEmpty(largest).Min();
        bool even = ticks.Count < 3 || ticks[^1] - ticks[^2] < 1.5 * step;
        return [.. ticks.Select(t => Text(t, even ? step : Math.Abs(t), even ? largest : Math.Abs(t)))];
    }

    /// <summary>One number, to three significant digits or, from 1,000 on, to the unit.</summary>
    internal static string Of(double value) => !double.IsFinite(value) ? "not finite" : value == 0 ? "0" : Text(value, Math.Abs(value) / 100, Math.Abs(value));

    /// <summary>A number of a row of numbers.</summary>
    /// <param name="value">The number.</param>
    /// <param name="step">How fine it has to be.</param>
    /// <param name="largest">The greatest magnitude of the row, which decides about powers of ten.</param>
    private static string Text(double value, double step, double largest)
    {
        if (value == 0 || largest == 0) return "0";
        int finest = Exponent(step);
        if (largest is >= 1e-4 and < 1e6) return Plain(value, Math.Clamp(-finest, 0, 15), "#,0");
        int exponent = Exponent(Math.Abs(value));
        string mantissa = Plain(value / Math.Pow(10, exponent), Math.Clamp(exponent - finest, 0, 12), "0");
        string power = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(c => Superscripts[c - '0']));
        return $"{mantissa}×10{(exponent < 0 ? "⁻" : "")}{power}";
    }

    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);

    private static string Plain(double value, int decimals, string whole) =>
        value.ToString(decimals == 0 ? whole : $"{whole}.{new string('0', decimals)}", CultureInfo.InvariantCulture).Replace('-', '−');
}
