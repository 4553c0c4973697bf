namespace Metamorph.Tensors.Tests;

public sealed class CastTests
{
    [Fact]
    public void To_integers_fractions_are_cut_off_and_the_ends_of_the_range_hold()
    {
        double[] x = [1.9, -1.9, 0.5, -0.5, 3e9, -3e9, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2147483647.5];
        int[] expected = [1, -1, 0, 0, int.MaxValue, int.MinValue, 0, int.MaxValue, int.MinValue, int.MaxValue];

        // Alone and many at once: vectors and their rests agree.
        for (int i = 0; i < x.Length; i++)
            foreach (int count in new[] { 1, 37 })
            {
                Assert.All(Tensor.Of(Enumerable.Repeat(x[i], count).ToArray()).Cast(DType.Int32).ToArray<int>(), v => Assert.Equal(expected[i], v));
                Assert.All(Tensor.Of(Enumerable.Repeat((float)x[i], count).ToArray()).Cast(DType.Int32).ToArray<int>(), v => Assert.Equal(expected[i], v));
            }
    }

    [Fact]
    public void To_Float32_numbers_are_rounded_to_the_nearest()
    {
        Assert.Equal([16777216f, 16777220f, -16777220f, 2147483648f], Tensor.Of(16777217, 16777219, -16777219, int.MaxValue).Cast(DType.Float32).ToArray<float>());
        Assert.Equal([0.1f, 0.7f, float.PositiveInfinity, 0], Tensor.Of(0.1, 0.7, 1e300, 1e-300).Cast(DType.Float32).ToArray<float>());
        Assert.Equal([16777217.0, -3], Tensor.Of(16777217, -3).Cast(DType.Float64).ToArray<double>());
    }

    [Fact]
    public void The_same_dtype_is_the_same_tensor() => Assert.All([Tensor.Of(1f), Tensor.Of(1.0), Tensor.Of(1)], x => Assert.Same(x, x.Cast(x.DType)));

    [Fact]
    public void A_cast_carries_the_derivative_in_the_dtype_of_its_input()
    {
        var gradient = Gradient.Of(x => (x.Cast(DType.Float64) * Tensor.Of(2.0, 3)).Sum().Cast(DType.Float32), Tensor.Of(1f, 1));
        Assert.Equal("[2] Float32 [2, 3]", gradient.ToString());
    }
}
