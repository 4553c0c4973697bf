namespace Metamorph.Learning.Tests.Training;

/// <summary>Quantiles of Student's t.</summary>
public sealed class StudentTTests
{
    // Two-sided 95 % points: Abramowitz and Stegun 1964, table 26.10, to its three digits.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(4, 2.776)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    public void Quantiles_are_those_of_the_table(int degrees, double expected) => Assert.Equal(expected, StudentT.Within(0.95, degrees), 5e-4);

    [Fact]
    public void One_and_two_degrees_have_closed_forms()
    {
        // Cauchy: tan(pi p / 2). Two: p sqrt(2 / (1 - p^2)). The distribution function is exact to rounding, and so is its inverse.
        foreach (double p in new[] { 0.1, 0.5, 0.9, 0.99 })
        {
            Assert.Equal(1, StudentT.Within(p, 1) / Math.Tan(Math.PI * p / 2), 1e-13);
            Assert.Equal(1, StudentT.Within(p, 2) / (p * Math.Sqrt(2 / (1 - p * p))), 1e-13);
        }

        Assert.Equal(0, StudentT.Within(0, 7), 1e-15);
    }

    [Fact]
    public void A_probability_or_degrees_that_cannot_be()
    {
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Within(1, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Within(0.95, 0));
    }
}
