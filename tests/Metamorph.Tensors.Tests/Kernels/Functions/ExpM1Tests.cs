using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class ExpM1Tests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<ExpM1>();

    protected override (double Single, double Double) LastBits => (1.36, 1.45);

    protected override (double From, double To) Range => (-40, 710);

    protected override double[] HardPoints =>
        [88.722839, 709.782712893384, 0.34657359027997264, -0.34657359027997264, -18, -38, -17.328679, 1];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 0),
        (-0.0, -0.0),
        (double.NegativeInfinity, -1),
        (double.PositiveInfinity, double.PositiveInfinity),
        (-1000, -1),
        (1000, double.PositiveInfinity),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.ExpM1(x);
}
