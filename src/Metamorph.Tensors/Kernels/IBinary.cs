using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A function of two numbers, entry by entry. An entry's bits do not depend on its position or on the spans' length.</summary>
internal interface IBinary
{
    /// <summary>Whether it can be joined with another.</summary>
    static virtual Arithmetic Kind => Arithmetic.Other;

    /// <summary>y[i] = f(a[i], b[i]) for spans of one length.</summary>
    static abstract void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;
}
