namespace Metamorph.Tensors.Kernels;

/// <summary>
/// The number below which a standard normal number lies with a given probability: rational approximations to about 1e-16
/// (Wichura 1988, algorithm AS 241, "The percentage points of the normal distribution"). Arithmetic and square roots only, so
/// the bits are the same on every platform.
/// </summary>
internal static class NormalQuantile
{
    private static ReadOnlySpan<double> CentreNumerator =>
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    private static ReadOnlySpan<double> CentreDenominator =>
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ];

    private static ReadOnlySpan<double> SideNumerator =>
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> SideDenominator =>
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <param name="probability">Inside (0, 1).</param>
    internal static double At(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double c = 0.180625 - q * q;
            return q * Horner(CentreNumerator, c) / Horner(CentreDenominator, c);
        }

        double r = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        double x = r <= 5
            ? Horner(SideNumerator, r - 1.6) / Horner(SideDenominator, r - 1.6)
            : Horner(TailNumerator, r - 5) / Horner(TailDenominator, r - 5);
        return q < 0 ? -x : x;
    }

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }

    /// <summary>The natural logarithm of a normal number, to about 1e-16. The platform's own differs in its last bit from one to another.</summary>
    private static double Log(double x)
    {
        // x = 2^exponent m with m around 1, and log m = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), at most 0.172.
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & ((1L << 52) - 1)) | (1023L << 52));
        if (m > 1.4142135623730951) (m, exponent) = (m / 2, exponent + 1);
        double s = (m - 1) / (m + 1), sum = 0;
        for (int k = 21; k >= 3; k -= 2) sum = (sum + 1.0 / k) * (s * s);
        return exponent * 0.69314718055994530942 + 2 * (s + s * sum);
    }
}
