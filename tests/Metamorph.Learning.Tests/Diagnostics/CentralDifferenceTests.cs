namespace Metamorph.Learning.Tests.Diagnostics;

/// <summary>Derivatives by differences that know how good they are.</summary>
public sealed class CentralDifferenceTests
{
    [Fact]
    public void Smooth_functions_to_ten_digits_and_more_and_the_uncertainty_covers_the_error()
    {
        // Rounding of f leaves about 1e-16 / 1e-3; extrapolation removes the rest.
        Check(x => Math.Exp(3 * x), 3);
        Check(x => Math.Sin(50 * x) / 50, 1);
        Check(x => 1000 + x, 1, 1e-10);
        Check(_ => 5, 0);

        static void Check(Func<double, double> f, double expected, double tolerance = 1e-11)
        {
            var found = CentralDifference.AtZero(f);
            Assert.Equal(expected, found.Value, tolerance);
            Assert.InRange(found.Uncertainty, 0, 1e-8);
        }
    }

    [Theory]
    [InlineData(5e-3)]
    [InlineData(1e-4)]
    [InlineData(2e-5)]
    public void A_kink_within_the_larger_steps_does_no_harm(double kink)
    {
        var found = CentralDifference.AtZero(x => Math.Sin(x) + Math.Max(0, x - kink));
        Assert.Equal(1, found.Value, 1e-8);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-10)]
    [InlineData(0)]
    public void A_kink_within_all_steps_is_told(double kink)
    {
        Assert.True(CentralDifference.AtZero(x => Math.Sin(x) + Math.Max(0, x - kink)).Uncertainty > 1e-2);
        Assert.False(CentralDifference.AtZero(_ => double.NaN).Uncertainty < 1);
    }
}
