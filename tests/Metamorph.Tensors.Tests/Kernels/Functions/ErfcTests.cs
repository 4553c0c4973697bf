using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class ErfcTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Erfc>();

    protected override (double Single, double Double) LastBits => (1.52, 1.6);

    protected override (double From, double To) Range => (-6.5, 27.5);

    protected override double[] HardPoints =>
        [0.5, 2.25, 2.3125, 9.19, 10.05, 26.54, 27.22, -1, 1e-7];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 1),
        (-0.0, 1),
        (double.NegativeInfinity, 2),
        (double.PositiveInfinity, 0),
        (1000, 0),
        (-1000, 2),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Erfc(x);
}
