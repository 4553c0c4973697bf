using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class ReciprocalTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Reciprocal>();

    protected override (double Single, double Double) LastBits => (0.5, 0.5);

    protected override (double From, double To) Range => (-4, 4);

    protected override double[] HardPoints =>
        [1, 1.17549435e-38, 2.2250738585072014e-308];

    protected override (double X, double Y)[] Exact =>
    [
        (1, 1),
        (-4, -0.25),
        (0, double.PositiveInfinity),
        (-0.0, double.NegativeInfinity),
        (double.PositiveInfinity, 0),
        (double.NegativeInfinity, -0.0),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Reciprocal(x);
}
