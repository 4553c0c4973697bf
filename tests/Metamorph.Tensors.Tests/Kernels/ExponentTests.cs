using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public class ExponentTests
{
    // The portable way, which is not taken where the hardware scales.
    [Fact]
    public void Floats_are_scaled_with_one_rounding()
    {
        var y = new float[4];
        foreach (var x in new[] { 0.70710677f, 0.99999994f, 1f, 1.2345678f, 1.9999999f })
        {
            for (var n = -160; n <= 130; n++)
            {
                Lanes128<float>.Store(Exponent<Lanes128<float>, float>.Scale(Lanes128<float>.Create(x), n), ref y[0]);
                Assert.Equal((float)(x * Math.ScaleB(1, n)), y[3]);
            }
        }
    }

    [Fact]
    public void Doubles_are_scaled_with_one_rounding()
    {
        var y = new double[2];
        foreach (var x in new[] { 0.70710678118654757, 0.99999999999999989, 1, 1.2345678901234567, 1.9999999999999998 })
        {
            for (var n = -1090; n <= 1030; n++)
            {
                Lanes128<double>.Store(Exponent<Lanes128<double>, double>.Scale(x, n), ref y[0]);
                Assert.Equal(Math.ScaleB(x, n), y[1]);
            }
        }
    }

    [Fact]
    public void Powers_of_two_are_exact()
    {
        var y = new double[2];
        for (var n = -1022; n <= 1023; n++)
        {
            Lanes128<double>.Store(Exponent<Lanes128<double>, double>.PowerOfTwo(n), ref y[0]);
            Assert.Equal(Math.ScaleB(1, n), y[1]);
        }
    }
}
