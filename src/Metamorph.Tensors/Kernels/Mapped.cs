using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A function of lanes as a kernel over spans.</summary>
internal readonly struct Mapped<TFunction> : IUnary
    where TFunction : struct, IFunction
{
    /// <inheritdoc/>
    public static void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map.Run<TFunction, T>(x, y);
}
