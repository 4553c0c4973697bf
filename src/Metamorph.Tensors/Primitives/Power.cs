namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>x to a constant power, entry by entry. NaN for a negative x and a power that is not whole.</summary>
    /// <param name="exponent">The power. 0, 1, 2, -1, 0.5 and -0.5 are exact to rounding; others are within 1 ulp of the platform's pow.</param>
    /// <returns>Shape and tasks as this.</returns>
    public Tensor Power(double exponent) => exponent switch
    {
        0 => IsWeak ? ((Tensor)1.0).StretchTo(Shape, Tasks) : Full(1, Shape, DType, Tasks),
        1 => this,
        2 => this * this,
        -1 => Reciprocal(),
        0.5 => Sqrt(),
        -0.5 => Rsqrt(),
        _ => new PowerPrimitive(exponent).Apply(Floating("Power")),
    };
}

/// <summary>x to the power <paramref name="Exponent"/>.</summary>
internal sealed record PowerPrimitive(double Exponent) : Elementwise
{
    internal override Tensor Forward(Tensor[] x) => Pointwise.Power(x[0], Exponent);

    internal override Tensor Derivative(Tensor x, Tensor y) => Exponent * x.Power(Exponent - 1);

    internal override IEnumerable<Example> Examples(Key key) =>
        Example.Unary(key, x => x.Power(2.5), x => Math.Pow(x, 2.5), 0.3, 2)
            .Concat(Example.Unary(key, x => x.Power(3), x => x * x * x));
}
