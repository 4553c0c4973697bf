using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A relation between two numbers.</summary>
internal interface IRelation
{
    /// <summary>Whether it holds.</summary>
    static abstract bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T>;

    /// <summary>All bits where it holds, lane by lane.</summary>
    static abstract Vector<T> Mask<T>(Vector<T> a, Vector<T> b);
}

/// <summary>1 where a relation holds, else 0.</summary>
internal readonly struct Relation<TRelation> : IBinary
    where TRelation : IRelation
{
    /// <inheritdoc/>
    public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
            (TRelation.Mask(new Vector<T>(a[i..]), new Vector<T>(b[i..])) & Vector<T>.One).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] = TRelation.Holds(a[i], b[i]) ? T.One : T.Zero;
    }
}
