using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public class PolynomialTests
{
    // Small integers: every product and sum is exact.
    [Fact]
    public void The_coefficients_stand_in_ascending_order()
    {
        Lanes128<double> x = 2.0, x2 = 4.0, x4 = 16.0, x8 = 256.0;

        Assert.Equal(1 + 2 * 2, Value(Polynomial<Lanes128<double>, double>.Of(x, 1, 2)));
        Assert.Equal(1 + 2 * 2 + 3 * 4, Value(Polynomial<Lanes128<double>, double>.Of(x, 1, 2, 3)));
        Assert.Equal(1 + 2 * 2 + 3 * 4 + 4 * 8, Value(Polynomial<Lanes128<double>, double>.Of(x, x2, 1, 2, 3, 4)));
        Assert.Equal(49 + 5 * 16, Value(Polynomial<Lanes128<double>, double>.Of(x, x2, x4, 1, 2, 3, 4, 5.0)));
        Assert.Equal(
            49 + 5 * 16 + 6 * 32 + 7 * 64 + 8 * 128 + 9 * 256,
            Value(Polynomial<Lanes128<double>, double>.Of(x, x2, x4, x8, 1, 2, 3, 4, 5, 6, 7, 8, 9.0)));
    }

    private static double Value(Lanes128<double> lanes)
    {
        var y = new double[2];
        Lanes128<double>.Store(lanes, ref y[0]);
        return y[0];
    }
}
