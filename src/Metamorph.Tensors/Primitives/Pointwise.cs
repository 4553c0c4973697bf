using System.Numerics;
using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors;

/// <summary>Elementwise results of tensors of any layout. A result lies as the operands do.</summary>
internal static class Pointwise
{
    internal static Tensor Unary<TKernel>(Tensor x)
        where TKernel : IUnary => x.DType == DType.Float32
            ? Of(UnaryBlock<TKernel, float>.Instance, x)
            : Of(UnaryBlock<TKernel, double>.Instance, x);

    internal static Tensor Binary<TKernel>(Tensor a, Tensor b)
        where TKernel : IBinary => a.DType switch
        {
            DType.Float32 => Of(BinaryBlock<TKernel, float>.Instance, a, b),
            DType.Float64 => Of(BinaryBlock<TKernel, double>.Instance, a, b),
            _ => Of(BinaryBlock<TKernel, int>.Instance, a, b),
        };

    /// <summary>x to a power.</summary>
    internal static Tensor Power(Tensor x, double exponent) => x.DType == DType.Float32
        ? Of(new PowerBlock<float>(exponent), x)
        : Of(new PowerBlock<double>(exponent), x);

    /// <summary>x where it is above 0, else a multiple of it.</summary>
    internal static Tensor Slope(Tensor x, double slope) => x.DType == DType.Float32
        ? Of(new SlopeBlock<float>(slope), x)
        : Of(new SlopeBlock<double>(slope), x);

    /// <summary>a where the condition is not 0, else b; all of one shape, tasks and dtype.</summary>
    internal static Tensor Select(Tensor condition, Tensor a, Tensor b) => a.DType switch
    {
        DType.Float32 => Of(ChoiceBlock<float>.Instance, condition, a, b),
        DType.Float64 => Of(ChoiceBlock<double>.Instance, condition, a, b),
        _ => Of(ChoiceBlock<int>.Instance, condition, a, b),
    };

    private static Tensor Of<T>(Block<T> function, params Tensor[] x)
        where T : unmanaged, INumber<T>
    {
        if (Laid.Order(x) is not { } order) return Lying(function, x);
        return Laid.Seen(Lying(function, Array.ConvertAll(x, a => Laid.View(a, order))), order);
    }

    private static Tensor Lying<T>(Block<T> function, Tensor[] x)
        where T : unmanaged, INumber<T>
    {
        var y = Tensor.Allocate<T>(x[0].Shape, x[0].Tasks, Array.TrueForAll(x, a => a.IsWeak));
        return y.By(new ElementwiseWork<T>(function, x, y));
    }
}
