using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public class SignTests
{
    [Theory]
    [InlineData(2.5, 3, 2.5, 0.0)]
    [InlineData(2.5, -3, -2.5, 0.0)]
    [InlineData(-2.5, 0.0, 2.5, -0.0)]
    [InlineData(0.0, -0.0, -0.0, 0.0)]
    [InlineData(double.NegativeInfinity, 1, double.PositiveInfinity, -0.0)]
    public void A_sign_is_copied_and_taken(double x, double sign, double copied, double own)
    {
        var y = new double[2];
        Lanes128<double>.Store(Sign<Lanes128<double>, double>.Copy(x, sign), ref y[0]);
        Assert.Equal(BitConverter.DoubleToInt64Bits(copied), BitConverter.DoubleToInt64Bits(y[0]));
        Lanes128<double>.Store(Sign<Lanes128<double>, double>.Of(x), ref y[0]);
        Assert.Equal(BitConverter.DoubleToInt64Bits(own), BitConverter.DoubleToInt64Bits(y[0]));
    }
}
