using System.Numerics.Tensors;

namespace Metamorph.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same numbers in another dtype: the only way from one to another. To Int32, fractions are cut off; numbers beyond its range become its ends, NaN 0.</summary>
    /// <param name="dtype">The dtype of the result.</param>
    /// <returns>Shape and tasks as this. A floating-point cast is differentiable.</returns>
    public Tensor Cast(DType dtype) => dtype == DType && !IsWeak ? this : new CastPrimitive(dtype, false).Apply(this);
}

/// <summary>The same numbers in another dtype.</summary>
/// <param name="To">The dtype of the result.</param>
/// <param name="Weak">Whether the result is weak: as the transpose of a cast from a weak number, and where integers choose between weak numbers.</param>
internal sealed record CastPrimitive(DType To, bool Weak) : LinearMap
{
    internal override Tensor Forward(Tensor[] x) => (x[0].DType, To) switch
    {
        (DType.Float32, DType.Float64) => Convert<float, double>(x[0], TensorPrimitives.ConvertTruncating),
        (DType.Float32, DType.Int32) => Convert<float, int>(x[0], TensorPrimitives.ConvertSaturating),
        (DType.Float64, DType.Float32) => Convert<double, float>(x[0], TensorPrimitives.ConvertTruncating),
        (DType.Float64, DType.Int32) => Convert<double, int>(x[0], TensorPrimitives.ConvertSaturating),
        (DType.Int32, DType.Float32) => Convert<int, float>(x[0], TensorPrimitives.ConvertTruncating),
        (DType.Int32, DType.Float64) => Convert<int, double>(x[0], TensorPrimitives.ConvertTruncating),
        _ => Convert<double, double>(x[0], (values, target) => values.CopyTo(target)),
    };

    internal override Tensor Transposed(Tensor[] x, Tensor cotangent) => new CastPrimitive(x[0].DType, x[0].IsWeak).Apply(cotangent);

    internal override IEnumerable<Example> Examples(Key key) =>
        Example.Unary(key, x => x.Cast(DType.Float32).Cast(DType.Float64), x => (float)x)
            .Concat(Example.Unary(key, x => x.Cast(DType.Int32).Cast(DType.Float64), Math.Truncate, 1.3, 1.7, signed: true))
            .Select(e => e with { Precision = Math.Pow(2, -24) });

    private delegate void Conversion<TFrom, TTo>(ReadOnlySpan<TFrom> values, Span<TTo> target);

    private Tensor Convert<TFrom, TTo>(Tensor x, Conversion<TFrom, TTo> conversion)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var y = Tensor.Allocate<TTo>(x.Shape, x.Tasks, Weak);
        return y.By(() => conversion(x.Values<TFrom>(), y.Target<TTo>()));
    }
}
