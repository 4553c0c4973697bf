using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A way to make one number of many, as a sum or a maximum. Always combined in the same order for the same sizes.</summary>
internal interface IReducer
{
    /// <summary>The result for no numbers at all.</summary>
    static abstract T Empty<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>One number of a run of at least one.</summary>
    static abstract T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>;

    /// <summary>total[i] = total[i] combined with x[i].</summary>
    static abstract void Combine<T>(ReadOnlySpan<T> x, Span<T> total)
        where T : unmanaged, INumber<T>;
}
