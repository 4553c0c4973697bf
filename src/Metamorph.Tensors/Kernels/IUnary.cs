using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A function of one floating-point number, entry by entry. An entry's bits do not depend on its position or on the spans' length.</summary>
internal interface IUnary
{
    /// <summary>y[i] = f(x[i]) for spans of one length.</summary>
    static abstract void Invoke<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
