namespace Metamorph.Learning.Tests;

/// <summary>Means and variances of 60,000 draws against formulas, within four standard errors of such a sample; the key is fixed.</summary>
public sealed class InitializersTests
{
    private const int Inputs = 300, Outputs = 200, Count = Inputs * Outputs;

    [Fact]
    public void Glorot_is_uniform_of_variance_2_over_inputs_and_outputs()
    {
        float[] w = Draw(Initializers.Glorot);

        // The kurtosis of a uniform is 1.8, so the standard error of a variance is sqrt(0.8 / n) of it.
        HasMoments(w, 2.0 / (Inputs + Outputs), 0.8);
        float bound = MathF.Sqrt(6f / (Inputs + Outputs));
        Assert.InRange(w.Max(), 0.999f * bound, bound);
        Assert.InRange(w.Min(), -bound, -0.999f * bound);
    }

    [Fact]
    public void He_is_normal_of_variance_2_over_inputs() => HasMoments(Draw(Initializers.He), 2.0 / Inputs, 2);

    [Fact]
    public void LeCun_is_normal_of_variance_1_over_inputs() => HasMoments(Draw(Initializers.LeCun), 1.0 / Inputs, 2);

    [Fact]
    public void Normal_has_the_deviation_given() => HasMoments(Draw(Initializers.Normal(0.3)), 0.09, 2);

    [Fact]
    public void TruncatedNormal_ends_at_two_deviations()
    {
        float[] w = Draw(Initializers.TruncatedNormal(0.01));

        // Variance of a standard normal within -2 .. 2: 1 - 4 phi(2) / (Phi(2) - Phi(-2)). Its kurtosis is below 3.
        HasMoments(w, 1e-4 * (1 - 4 * 0.05399096651318806 / 0.9544997361036416), 2);
        Assert.InRange(w.Max(), 0.0199f, 0.02f);
        Assert.InRange(w.Min(), -0.02f, -0.0199f);
    }

    [Fact]
    public void Zeros_are_zeros() => Assert.All(Draw(Initializers.Zeros), v => Assert.Equal(0f, v));

    [Theory]
    [InlineData(5, 12)]
    [InlineData(12, 5)]
    [InlineData(40, 40)]
    [InlineData(1, 7)]
    [InlineData(3, 0)]
    public void Orthogonal_has_orthonormal_rows_or_columns_whichever_are_fewer(int rows, int columns)
    {
        var w = Initializers.Orthogonal(new Key(12), [rows, columns], rows, columns);
        Assert.Equal($"[{rows}, {columns}]", w.Form);
        var products = rows < columns ? w.MatMul(w.Transpose()) : w.Transpose().MatMul(w);

        // Float32: 2^-24 for each of some ten terms.
        Nearly.Equal(Tensor.Eye(Math.Min(rows, columns)), products, 1e-6);
    }

    [Fact]
    public void Orthogonal_sees_a_stack_of_matrices_as_one_of_many_rows()
    {
        var w = Initializers.Orthogonal(new Key(12), [3, 2, 4], 6, 4);
        Assert.Equal("[3, 2, 4]", w.Form);
        var columns = w.Reshape([6, 4]);
        Nearly.Equal(Tensor.Eye(4), columns.Transpose().MatMul(columns), 1e-6);
    }

    private static float[] Draw(Initializer initializer) => initializer(new Key(12), [Inputs, Outputs], Inputs, Outputs).ToArray<float>();

    private static void HasMoments(float[] w, double variance, double kurtosisLess1)
    {
        double mean = w.Average(v => (double)v), measured = w.Average(v => (v - mean) * (v - mean));
        Assert.InRange(mean, -4 * Math.Sqrt(variance / Count), 4 * Math.Sqrt(variance / Count));
        Assert.InRange(measured / variance, 1 - 4 * Math.Sqrt(kurtosisLess1 / Count), 1 + 4 * Math.Sqrt(kurtosisLess1 / Count));
    }
}
