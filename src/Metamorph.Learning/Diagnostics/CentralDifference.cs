namespace Metamorph.Learning;

/// <summary>
/// The derivative of a function of one number by central differences at steps that halve, extrapolated to step 0 (Ridders 1982,
/// "Accurate computation of F'(x) and F'(x) F''(x)"). No single step suits all functions: rounding spoils small ones, and a kink that lies
/// within a large one spoils that. Here the entry of the tableau counts whose neighbours agree with it best, and how far they
/// are from it is what it may be wrong by. Of a kink next to 0 all steps see the mean of the slopes on its two sides, and agree on it; but the
/// difference of the slopes on the two sides of 0, which tends to 0 with the step where there is no kink, then stays at every step.
/// </summary>
/// <param name="Value">The derivative at 0.</param>
/// <param name="Uncertainty">About how far it may be from the truth.</param>
internal readonly record struct CentralDifference(double Value, double Uncertainty)
{
    // From 1/128 to 4e-6, where a kink of one of some thousand units of order 1 is rarely in between. With an error of 1e-16 in f,
    // rounding leaves 1e-13 at the middle steps.
    private const double FirstStep = 1.0 / 128;
    private const int Steps = 12;

    internal static CentralDifference AtZero(Func<double, double> f)
    {
        var best = new CentralDifference(double.NaN, double.PositiveInfinity);
        double[] above = [];
        double here = f(0), bend = 0, kink = double.PositiveInfinity;
        for (int i = 0; i < Steps; i++)
        {
            double step = FirstStep / (1 << i);
            double[] row = new double[i + 1];
            double right = f(step), left = f(-step), wider = bend;
            row[0] = (right - left) / (2 * step);

            // What remains of the difference of slopes if its part that falls with the step, halved since the row above, is taken away.
            bend = (right - 2 * here + left) / step;
            if (i > 0) kink = Math.Min(kink, Math.Abs(2 * bend - wider));
            for (int j = 1; j <= i; j++)
            {
                // The error of column j - 1 falls with the step to the power of 2 j.
                double factor = Math.Pow(4, j);
                row[j] = (factor * row[j - 1] - above[j - 1]) / (factor - 1);
                double uncertainty = Math.Max(Math.Abs(row[j] - row[j - 1]), Math.Abs(row[j] - above[j - 1]));
                if (uncertainty < best.Uncertainty) best = new(row[j], uncertainty);
            }

            above = row;
        }

        return best with { Uncertainty = Math.Max(best.Uncertainty, kink) };
    }
}
