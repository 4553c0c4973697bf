using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>y = condition != 0 ? a : b. What is not chosen is not touched: not even a NaN shows through.</summary>
internal static class Choice
{
    internal static void Invoke<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
            Vector.ConditionalSelect(Vector.Equals(new Vector<T>(condition[i..]), Vector<T>.Zero), new Vector<T>(b[i..]), new Vector<T>(a[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] = condition[i] == T.Zero ? b[i] : a[i];
    }
}
