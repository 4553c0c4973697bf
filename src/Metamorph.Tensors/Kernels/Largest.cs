using System.Numerics;
using System.Numerics.Tensors;

namespace Metamorph.Tensors.Kernels;

/// <summary>The largest number; NaN if there is one. There is none of an empty run: minus infinity, or the smallest integer.</summary>
internal readonly struct Largest : IReducer
{
    /// <inheritdoc/>
    public static T Empty<T>()
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity
        : (T)(object)int.MinValue;

    /// <inheritdoc/>
    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(x);

    /// <inheritdoc/>
    public static void Combine<T>(ReadOnlySpan<T> x, int stride, int rows, Span<T> total)
        where T : unmanaged, INumber<T>
    {
        for (int j = 0; j < rows; j++) TensorPrimitives.Max(x.Slice(j * stride, total.Length), total, total);
    }
}
