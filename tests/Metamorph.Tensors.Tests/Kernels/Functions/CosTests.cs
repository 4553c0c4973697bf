using Metamorph.Tensors.Kernels.Functions;

namespace Metamorph.Tensors.Tests.Kernels.Functions;

public sealed class CosTests : FunctionTests
{
    private protected override Mapping Mapping => Mapping.Of<Cos>();

    protected override (double Single, double Double) LastBits => (1.29, 1.45);

    protected override (double From, double To) Range => (-100, 100);

    protected override double[] HardPoints =>
        [0.7853981633974483, 1.5707963267948966, 3.141592653589793, 65536, 1099511627776.0, 5.319372648326541E+255, 1e22];

    protected override (double X, double Y)[] Exact =>
    [
        (0, 1),
        (-0.0, 1),
    ];

    private protected override DoubleDouble Expected(double x) => Reference.Cos(x);
}
