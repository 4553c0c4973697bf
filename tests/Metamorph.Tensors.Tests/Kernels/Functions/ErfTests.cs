using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class ErfTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Erf>();

    protected override (double Single, double Double) LastBits => (1.32, 1.5);

    protected override (double From, double To) Range => (-6.5, 6.5);

    protected override double[] HardPoints =>
        [1, -1, 3.95, 6, 0.5];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 0),
        (-0.0, -0.0),
        (double.NegativeInfinity, -1),
        (double.PositiveInfinity, 1),
        (1000, 1),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Erf(x);
}
