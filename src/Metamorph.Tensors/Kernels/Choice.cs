using System.Numerics;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>y = condition != 0 ? a : b. What is not chosen is not touched: not even a NaN shows through.</summary>
internal static class Choice
{
    internal static void Invoke<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0, n = y.Length;
        condition = condition[..n];
        a = a[..n];
        b = b[..n];
        ref T chosen = ref MemoryMarshal.GetReference(condition);
        ref T left = ref MemoryMarshal.GetReference(a);
        ref T right = ref MemoryMarshal.GetReference(b);
        ref T into = ref MemoryMarshal.GetReference(y);
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            Vector.ConditionalSelect(Vector.Equals(Vector.LoadUnsafe(ref chosen, (nuint)i), Vector<T>.Zero), Vector.LoadUnsafe(ref right, (nuint)i), Vector.LoadUnsafe(ref left, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
        for (; i < y.Length; i++) y[i] = condition[i] == T.Zero ? b[i] : a[i];
    }
}
