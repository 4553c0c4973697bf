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

    /// <summary>Combines a total with one row after another, entry by entry.</summary>
    /// <param name="x">The first row begins here.</param>
    /// <param name="stride">How far it is from one row to the next.</param>
    /// <param name="rows">How many, at least one.</param>
    /// <param name="total">As long as a row.</param>
    static abstract void Combine<T>(ReadOnlySpan<T> x, int stride, int rows, Span<T> total)
        where T : unmanaged, INumber<T>;
}
