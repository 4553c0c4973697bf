namespace Metamorph.Learning;

/// <summary>Student's t distribution of a whole number of degrees of freedom, whose distribution function is a finite sum.</summary>
internal static class StudentT
{
    /// <summary>How far from 0 a number lies that |t| stays below with a probability.</summary>
    /// <param name="probability">From 0 on, below 1.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    internal static double Within(double probability, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (!(probability is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "expected a probability from 0 on, below 1.");

        // By halving the angle theta, tan theta = t / sqrt(degrees), which is bounded where t is not.
        double low = 0, high = Math.PI / 2;
        while ((low + high) / 2 is var middle && middle > low && middle < high) (low, high) = Share(middle, degrees) < probability ? (middle, high) : (low, middle);
        return Math.Tan(low) * Math.Sqrt(degrees);
    }

    // The probability of |t| < sqrt(degrees) tan theta: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4. With c = cos theta,
    // odd: 2/pi (theta + sin theta (c + 2/3 c^3 + 2*4/(3*5) c^5 + ...)); even: sin theta (1 + 1/2 c^2 + 1*3/(2*4) c^4 + ...);
    // the last power is degrees - 2.
    private static double Share(double theta, int degrees)
    {
        bool odd = degrees % 2 == 1;
        double cosine = Math.Cos(theta), term = odd ? cosine : 1, sum = 0;
        for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        return odd ? 2 / Math.PI * (theta + Math.Sin(theta) * sum) : Math.Sin(theta) * sum;
    }
}
