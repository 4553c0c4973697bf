using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class RsqrtTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Rsqrt>();

    protected override (double Single, double Double) LastBits => (1.5, 1.5);

    protected override (double From, double To) Range => (0, 4);

    protected override double[] HardPoints =>
        [1, 1.17549435e-38, 2.2250738585072014e-308];

    protected override (double X, double Y)[] Exact =>
    [
        (1, 1),
        (4, 0.5),
        (0, double.PositiveInfinity),
        (-0.0, double.NegativeInfinity),
        (double.PositiveInfinity, 0),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Rsqrt(x);
}
