using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public class PayneHanekTests
{
    // mpmath with 400 digits. The fifth number is the double nearest to a whole number of quarter turns.
    [Theory]
    [InlineData(1024.0, 0, -0.15920507027259573, -1.0967916929335949e-17)]
    [InlineData(65536.0, 2, -0.7643465366767476, -1.4857363457478425e-18)]
    [InlineData(1000000.0, 0, -0.357564167085735, -2.5512230752599545e-17)]
    [InlineData(1e+22, 3, 0.5506189342358097, -7.985621383147488e-18)]
    [InlineData(5.319372648326541e+255, 1, 4.687165924254628e-19, -4.3720557429382733e-36)]
    [InlineData(1.7976931348623157e+308, 2, -0.004961975150787273, -3.656438180407946e-19)]
    [InlineData(19391.480654282997, 1, -1.3438873506151866e-12, -2.429816150610936e-29)]
    public void The_rest_of_a_huge_angle_is_within_a_last_bit_of_two_doubles(double x, int turns, double high, double low)
    {
        var y = PayneHanek.Reduce(x);

        Assert.Equal((turns, high), (y.Turns, y.High));
        // Of 192 bits of 2/pi the highest are whole turns: 2^-136 is left, the worst double being 2^-61 from a quarter turn.
        Assert.InRange(Math.Abs(y.Low - low), 0, Math.Max(Math.Abs(high) * 1e-31, Math.ScaleB(1, -136)));
    }
}
