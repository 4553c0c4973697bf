using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class NormalQuantileTests
{
    [Fact]
    public void It_undoes_the_distribution_function()
    {
        foreach (double x in new[] { -6, -5, -4.5, -3, -2, -1.45, -1.43, -1, -0.5, -1e-3, 0, 1e-9, 0.3, 1, 1.43, 1.45, 2, 3, 5 })
        {
            double found = NormalQuantile.At(NormalDistribution.Below(x));

            // An error of 1e-16 of a probability near 1, or of some 1e-16 in the sum near 0, is one of 1e-16 / density.
            Assert.Equal(x, found, 5e-16 * (1 + Math.Abs(x)) + 3e-16 / NormalDistribution.Density(x));
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400542355)]
    [InlineData(0.025, -1.9599639845400542355)]
    [InlineData(1e-5, -4.2648907939228246)]
    [InlineData(1e-10, -6.3613409024040561)]
    [InlineData(1e-16, -8.2220822161304355)]
    [InlineData(0.001, -3.0902323061678135)]
    public void Values_from_tables_are_given(double probability, double expected) => Assert.Equal(expected, NormalQuantile.At(probability), 1e-15 * (1 + Math.Abs(expected)));

    [Fact]
    public void It_is_odd_around_one_half_and_grows()
    {
        double before = double.NegativeInfinity;
        for (int i = 1; i < 1024; i++)
        {
            double x = NormalQuantile.At(i / 1024.0);
            Assert.True(x > before, $"{x} at {i} / 1024 after {before}");
            Assert.Equal(-x, NormalQuantile.At(1 - i / 1024.0));
            before = x;
        }
    }
}
