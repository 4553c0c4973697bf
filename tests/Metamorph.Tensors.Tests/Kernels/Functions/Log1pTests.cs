using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class Log1pTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Log1p>();

    protected override (double Single, double Double) LastBits => (1.62, 1.6);

    protected override (double From, double To) Range => (-1, 10);

    protected override double[] HardPoints =>
        [-1, -0.5, -0.2928932188134524, 0.41421356237309503, 1, 1e30, 2e9];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 0),
        (-0.0, -0.0),
        (-1, double.NegativeInfinity),
        (double.PositiveInfinity, double.PositiveInfinity),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Log1p(x);
}
