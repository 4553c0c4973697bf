using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class SoftplusTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Softplus>();

    protected override (double Single, double Double) LastBits => (1.63, 1.7);

    protected override (double From, double To) Range => (-746, 40);

    protected override double[] HardPoints =>
        [-50, -87.336545, -103.97208, -708.3964185322641, -744.4400719213812, 1e-8, -1e-8, -0.6931471805599453];

    protected override (double X, double Y)[] Exact =>
    [
        (double.NegativeInfinity, 0),
        (double.PositiveInfinity, double.PositiveInfinity),
        (-1000, 0),
        (1000, 1000),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Softplus(x);
}
