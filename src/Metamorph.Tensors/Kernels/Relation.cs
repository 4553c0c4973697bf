using System.Numerics;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>A relation between two numbers.</summary>
internal interface IRelation
{
    /// <summary>Whether it can be joined with another operation.</summary>
    static virtual Arithmetic Kind => Arithmetic.Other;

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
    public static Arithmetic Kind => TRelation.Kind;

    /// <inheritdoc/>
    public static void Invoke<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0, n = y.Length;
        a = a[..n];
        b = b[..n];
        ref T left = ref MemoryMarshal.GetReference(a);
        ref T right = ref MemoryMarshal.GetReference(b);
        ref T into = ref MemoryMarshal.GetReference(y);
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            (TRelation.Mask(Vector.LoadUnsafe(ref left, (nuint)i), Vector.LoadUnsafe(ref right, (nuint)i)) & Vector<T>.One).StoreUnsafe(ref into, (nuint)i);
        for (; i < y.Length; i++) y[i] = TRelation.Holds(a[i], b[i]) ? T.One : T.Zero;
    }
}
