namespace Metamorph.Tensors.Tests;

/// <summary>The standard normal distribution in plain numbers.</summary>
internal static class NormalDistribution
{
    /// <summary>
    /// The probability of less than x: Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...) (Marsaglia 2004, "Evaluating the normal
    /// distribution"); all terms have one sign, so it is exact to some roundings of 1.
    /// </summary>
    internal static double Below(double x)
    {
        double sum = 0, term = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= x * x / (2 * n + 1);
        }

        return 0.5 + sum * Density(x);
    }

    internal static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
}
