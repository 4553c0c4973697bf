using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class TanhTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Tanh>();

    protected override (double Single, double Double) LastBits => (1.34, 1.45);

    protected override (double From, double To) Range => (-20, 20);

    protected override double[] HardPoints =>
        [0.625, -0.625, 9.01, 19.06, 1e-4];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 0),
        (-0.0, -0.0),
        (double.NegativeInfinity, -1),
        (double.PositiveInfinity, 1),
        (1000, 1),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Tanh(x);
}
