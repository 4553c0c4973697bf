namespace Metamorph.Tensors.Tests.Kernels;

/// <summary>The reference itself, against mpmath 1.2.1 with 60 digits: the value as the sum of two doubles.</summary>
public class ReferenceTests
{
    // 90 bits are 2^37 times finer than what is measured with them.
    private const double Tolerance = 8e-28;

    [Theory]
    [InlineData("Exp", -745.0, 5e-324, -0.0)]
    [InlineData("Exp", -700.5, 5.980196118639791e-305, -2.87e-321)]
    [InlineData("Exp", -1.0, 0.36787944117144233, -1.2428753672788363e-17)]
    [InlineData("Exp", 1e-10, 1.0000000001, -8.269037096265652e-18)]
    [InlineData("Exp", 0.1, 1.1051709180756477, -8.149523913327619e-17)]
    [InlineData("Exp", 1.0, 2.718281828459045, 1.4456468917292502e-16)]
    [InlineData("Exp", 20.25, 622964442.1984454, 4.431525420935365e-08)]
    [InlineData("Exp", 709.5, 1.3549863193146328e+308, -1.950359478583155e+290)]
    [InlineData("ExpM1", -40.0, -1.0, 4.248354255291589e-18)]
    [InlineData("ExpM1", -1.5, -0.7768698398515702, 3.864329931467118e-17)]
    [InlineData("ExpM1", -0.3, -0.2591817793182821, -1.805530505953e-18)]
    [InlineData("ExpM1", -1e-20, -1e-20, 5e-41)]
    [InlineData("ExpM1", 1e-10, 1.00000000005e-10, 3.3900133221217734e-27)]
    [InlineData("ExpM1", 0.39, 0.4769807938826426, 1.2594776344148535e-17)]
    [InlineData("ExpM1", 2.0, 6.38905609893065, -1.7971139497839148e-16)]
    [InlineData("ExpM1", 700.0, 1.0142320547350045e+304, 1.6666571920734673e+287)]
    [InlineData("Log", 5e-324, -744.4400719213812, -4.422444340918698e-14)]
    [InlineData("Log", 1e-310, -713.8013788281542, -8.592254740270771e-15)]
    [InlineData("Log", 0.1, -2.3025850929940455, -1.7150243628057985e-16)]
    [InlineData("Log", 0.9999999, -1.0000000494736474e-07, -5.529865283193222e-24)]
    [InlineData("Log", 1.0000001, 9.999999505838704e-08, 1.5249709528441489e-24)]
    [InlineData("Log", 1.49, 0.3987761199573678, -1.3615207765019023e-17)]
    [InlineData("Log", 3.0, 1.0986122886681098, -9.07129723500153e-17)]
    [InlineData("Log", 1e+300, 690.7755278982137, 2.3747660028800243e-14)]
    [InlineData("Log1p", -0.9999999, -16.118095651484676, 6.312124114281461e-16)]
    [InlineData("Log1p", -0.5, -0.6931471805599453, -2.3190468138462996e-17)]
    [InlineData("Log1p", -1e-20, -1e-20, -5e-41)]
    [InlineData("Log1p", 1e-06, 9.999995000003334e-07, -6.645863433482218e-23)]
    [InlineData("Log1p", 0.3, 0.26236426446749106, -1.6067257209028454e-17)]
    [InlineData("Log1p", 1.0, 0.6931471805599453, 2.3190468138462996e-17)]
    [InlineData("Log1p", 50.0, 3.9318256327243257, 4.632466622115275e-17)]
    [InlineData("Log1p", 1e+200, 460.51701859880916, -2.2129109272629473e-14)]
    [InlineData("Tanh", -3.0, -0.9950547536867305, 1.2991892863562624e-17)]
    [InlineData("Tanh", -1e-12, -1e-12, 3.333333333333333e-37)]
    [InlineData("Tanh", 0.01, 0.00999966667999946, 2.249494707259477e-19)]
    [InlineData("Tanh", 0.3, 0.2913126124515909, -6.4602656586469586e-18)]
    [InlineData("Tanh", 0.625, 0.5545997223493823, 3.145617845100655e-17)]
    [InlineData("Tanh", 1.5, 0.9051482536448664, 4.1992024501810215e-17)]
    [InlineData("Tanh", 10.0, 0.9999999958776927, 3.693278996616596e-17)]
    [InlineData("Tanh", 18.0, 0.9999999999999996, -1.9815356198651153e-17)]
    [InlineData("Sigmoid", -700.0, 9.85967654375977e-305, 8.5e-322)]
    [InlineData("Sigmoid", -80.0, 1.8048513878454153e-35, -1.2636603623764078e-51)]
    [InlineData("Sigmoid", -1.0, 0.2689414213699951, 1.679727399649845e-17)]
    [InlineData("Sigmoid", -1e-09, 0.49999999975, 2.068509273422303e-17)]
    [InlineData("Sigmoid", 0.5, 0.6224593312018546, -2.855738705812305e-17)]
    [InlineData("Sigmoid", 2.0, 0.8807970779778824, 1.8545107241082462e-17)]
    [InlineData("Sigmoid", 10.0, 0.9999546021312976, -4.401853247642529e-17)]
    [InlineData("Sigmoid", 36.0, 0.9999999999999998, -9.907678099325577e-18)]
    [InlineData("Softplus", -700.0, 9.85967654375977e-305, 8.5e-322)]
    [InlineData("Softplus", -50.0, 1.9287498479639178e-22, -3.754628707503889e-39)]
    [InlineData("Softplus", -1.0, 0.3132616875182228, 2.515869523777819e-17)]
    [InlineData("Softplus", -1e-09, 0.6931471800599454, -4.633664885564827e-17)]
    [InlineData("Softplus", 0.5, 0.9740769841801067, -5.522109052790765e-18)]
    [InlineData("Softplus", 2.0, 2.1269280110429727, -1.9177224164009852e-16)]
    [InlineData("Softplus", 10.0, 10.000045398899218, -8.654575134761916e-16)]
    [InlineData("Softplus", 800.0, 800.0, 0.0)]
    [InlineData("Sin", 1e-20, 1e-20, -1.6666666666666664e-61)]
    [InlineData("Sin", 0.5, 0.479425538604203, -5.103969860556013e-18)]
    [InlineData("Sin", 1.0, 0.8414709848078965, 1.776845092935536e-18)]
    [InlineData("Sin", 3.141592653589793, 1.2246467991473532e-16, -2.99476980971834e-33)]
    [InlineData("Sin", -100.0, 0.5063656411097588, 3.050947053792115e-18)]
    [InlineData("Sin", 1000000.0, -0.34999350217129294, -1.5952848809323968e-17)]
    [InlineData("Sin", 5.319372648326541e+255, 1.0, -1.098476220074687e-37)]
    [InlineData("Sin", 1.7e+308, -0.5952560848632077, 2.5160280566554575e-17)]
    [InlineData("Cos", 1e-20, 1.0, -5e-41)]
    [InlineData("Cos", 0.5, 0.8775825618903728, -4.2623149864279997e-17)]
    [InlineData("Cos", 1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33)]
    [InlineData("Cos", 4.71238898038469, -1.8369701987210297e-16, -7.833796929500799e-33)]
    [InlineData("Cos", -100.0, 0.8623188722876839, 4.334809858136501e-17)]
    [InlineData("Cos", 1000000.0, 0.9367521275331447, 4.637088260214747e-17)]
    [InlineData("Cos", 5.319372648326541e+255, -4.687165924254628e-19, 4.3720557429382733e-36)]
    [InlineData("Cos", 1.7e+308, 0.803536056087918, 2.750772532225659e-18)]
    [InlineData("Erf", 1e-20, 1.1283791670955125e-20, -8.470037849303888e-38)]
    [InlineData("Erf", 0.1, 0.1124629160182849, 9.255497413884101e-19)]
    [InlineData("Erf", 0.5, 0.5204998778130465, 1.900077467916287e-17)]
    [InlineData("Erf", 1.0, 0.8427007929497149, -2.4801011789118602e-17)]
    [InlineData("Erf", -2.0, -0.9953222650189527, -2.20719858329765e-17)]
    [InlineData("Erf", 3.0, 0.9999779095030014, 5.363397058636269e-17)]
    [InlineData("Erf", 5.0, 0.9999999999984626, -2.294992711807301e-17)]
    [InlineData("Erf", 5.8, 0.9999999999999998, -1.351433259061285e-17)]
    [InlineData("Erfc", -3.0, 1.9999779095030015, -5.738833187615296e-17)]
    [InlineData("Erfc", 0.1, 0.887537083981715, 5.4585601489869416e-17)]
    [InlineData("Erfc", 0.5, 0.4795001221869535, -1.900077467916287e-17)]
    [InlineData("Erfc", 1.0, 0.15729920705028513, -2.954563826510312e-18)]
    [InlineData("Erfc", 2.49, 0.0004292878677339129, -1.4497298952209462e-20)]
    [InlineData("Erfc", 2.51, 0.0003857054817242798, -1.1135776128934197e-20)]
    [InlineData("Erfc", 10.0, 2.088487583762545e-45, -1.2006565763501381e-61)]
    [InlineData("Erfc", 26.0, 5.663192408856143e-296, -3.454309640217e-312)]
    public void The_reference_has_90_bits(string function, double x, double high, double low)
    {
        var y = Value(function, x);

        Assert.Equal(high, y.High);
        Assert.InRange(Math.Abs(y.Low - low), 0, Math.Max(Math.Abs(high) * Tolerance, double.Epsilon));
    }

    private static DoubleDouble Value(string function, double x) => function switch
    {
        "Exp" => Reference.Exp(x),
        "ExpM1" => Reference.ExpM1(x),
        "Log" => Reference.Log(x),
        "Log1p" => Reference.Log1p(x),
        "Tanh" => Reference.Tanh(x),
        "Sigmoid" => Reference.Sigmoid(x),
        "Softplus" => Reference.Softplus(x),
        "Sin" => Reference.Sin(x),
        "Cos" => Reference.Cos(x),
        "Erf" => Reference.Erf(x),
        _ => Reference.Erfc(x),
    };
}
