namespace Metamorph.Tensors.Tests;

public sealed class WhereTests
{
    private static readonly Tensor Mask = Tensor.Of(1.0, 0, 1, 0);

    [Fact]
    public void What_is_not_chosen_does_not_show_through()
    {
        var bad = Tensor.Of(double.NaN, double.PositiveInfinity, double.NaN, double.NegativeInfinity);
        var good = Tensor.Of(1.0, 2, 3, 4);
        Assert.Equal([1, double.PositiveInfinity, 3, double.NegativeInfinity], Mask.Where(good, bad).ToArray<double>());
        Assert.Equal([1, 7, 3, 7], Mask.Where(good, 7.0).ToArray<double>());

        // Long enough for vectors and a rest.
        var mask = (Tensor.Arange(1000, DType.Float32) > 500.0).Cast(DType.Float32);
        Assert.Equal(499 * 2 + 501.0 * 3, (double)mask.Where(2.0, (1.0 - mask).Where(3.0, Tensor.Full(double.NaN, [1000]))).Sum());
    }

    [Fact]
    public void What_is_not_chosen_gets_no_derivative()
    {
        var (a, b) = (Tensor.Of(1.0, double.NaN, 3, double.NaN), Tensor.Of(double.NaN, 2, double.NaN, 4));
        Assert.Equal([2, 0, 6, 0], Gradient.Of(x => Mask.Where(x, b).Power(2).Sum(), a).ToArray<double>());
        Assert.Equal([0, 4, 0, 8], Gradient.Of(x => Mask.Where(a, x).Power(2).Sum(), b).ToArray<double>());
        Assert.Equal([1, 0, 1, 0], Gradient.Along(x => Mask.Where(x, b), a, Tensor.Ones([4], DType.Float64)).Tangent.ToArray<double>());

        // Not even where what is chosen has an infinite one.
        Assert.Equal([2, 0, 6, 0], Gradient.Of(x => Mask.Where(x, double.PositiveInfinity).Power(2).Sum(), a).ToArray<double>());

        // The condition has no derivative.
        Assert.Equal(new double[4], Gradient.Of(m => m.Where(a, b).Sum(), Mask).ToArray<double>());
    }

    [Fact]
    public void The_condition_may_be_of_any_dtype_and_all_three_broadcast()
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64, DType.Int32 })
        {
            var y = Mask.Cast(dtype).Where(Tensor.Of([1f, 2], [1], 2), Tensor.Of([3f, 4], [2, 1]));
            Assert.Equal("[2; 2, 4] Float32 {[[1, 3, 1, 3], [1, 4, 1, 4]], [[2, 3, 2, 3], [2, 4, 2, 4]]}", y.ToString());
        }

        // Anything but 0 chooses the first, also numbers that another dtype would round to 0, and NaN.
        Assert.Equal([1f, 1, 1, 0], Tensor.Of(1e-300, double.NaN, -5, -0.0).Where(Tensor.Of(1f), 0.0).ToArray<float>());
    }

    [Fact]
    public void Plain_numbers_take_the_dtype_of_a_condition_of_floats_and_stay_plain_with_one_of_integers()
    {
        Assert.Equal("[4] Float64 [1, 0.5, 1, 0.5]", Mask.Where(1.0, 0.5).ToString());
        Assert.Equal("[2] Float32 [1, 0.5]", Tensor.Of(1f, 0).Where(1.0, 0.5).ToString());
        Assert.Equal("[2] weak [1, 0.5]", Tensor.Of(1, 0).Where(1.0, 0.5).ToString());
        Assert.Equal("[2] Float32 [3, 1.5]", (Tensor.Of(3f) * Tensor.Of(1, 0).Where(1.0, 0.5)).ToString());
    }
}
