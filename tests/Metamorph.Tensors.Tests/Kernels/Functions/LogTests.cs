using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class LogTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Log>();

    protected override (double Single, double Double) LastBits => (0.96, 1.05);

    protected override (double From, double To) Range => (0, 10);

    protected override double[] HardPoints =>
        [1, 0.7071067811865476, 1.4142135623730951, 2, 1.17549435e-38, 2.2250738585072014e-308];

    protected override (double X, double Y)[] Exact =>
    [
        (1, 0),
        (0, double.NegativeInfinity),
        (-0.0, double.NegativeInfinity),
        (double.PositiveInfinity, double.PositiveInfinity),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Log(x);
}
