using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class ExpTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Exp>();

    protected override (double Single, double Double) LastBits => (1.06, 1.1);

    protected override (double From, double To) Range => (-746, 710);

    protected override double[] HardPoints =>
        [88.722839, -87.336545, -103.97208, -103.27893, 709.782712893384, -708.3964185322641, -744.4400719213812, 0.34657359027997264, 1];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 1),
        (-0.0, 1),
        (double.NegativeInfinity, 0),
        (double.PositiveInfinity, double.PositiveInfinity),
        (1000, double.PositiveInfinity),
        (-1000, 0),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Exp(x);
}
