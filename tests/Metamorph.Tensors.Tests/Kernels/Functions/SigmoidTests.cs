using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class SigmoidTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Sigmoid>();

    protected override (double Single, double Double) LastBits => (1.5, 1.55);

    protected override (double From, double To) Range => (-746, 40);

    protected override double[] HardPoints =>
        [-80, -87.336545, -103.97208, -708.3964185322641, -744.4400719213812, 1e-8, -2.7];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 0.5),
        (-0.0, 0.5),
        (double.NegativeInfinity, 0),
        (double.PositiveInfinity, 1),
        (1000, 1),
        (-1000, 0),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Sigmoid(x);
}
