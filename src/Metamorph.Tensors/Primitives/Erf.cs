using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x, entry by entry.</summary>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Erf() => ErfPrimitive.Instance.Apply(Floating("Erf"));
}

/// <summary>erf(x).</summary>
internal sealed record ErfPrimitive : Elementwise
{
    internal static readonly ErfPrimitive Instance = new();

    /// <summary>erf'(0) = 2 / sqrt(pi).</summary>
    internal const double Slope = 1.1283791670955125739;

    internal override Tensor Forward(Tensor[] x) => Pointwise.Unary<Mapped<Kernels.Functions.Erf>>(x[0]);

    internal override Tensor Derivative(Tensor x, Tensor y) => Slope * (-(x * x)).Exp();

    internal override IEnumerable<Example> Examples(Key key) => Example.Unary(key, x => x.Erf(), Series);

    /// <summary>Its Taylor series, which is exact enough for |x| at most 2.</summary>
    internal static double Series(double x)
    {
        double sum = 0, power = x;
        for (int n = 0; n < 60; n++)
        {
            sum += power / (2 * n + 1);
            power *= -x * x / (n + 1);
        }

        return Slope * sum;
    }
}
