using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Metamorph.Tensors.Kernels;

/// <summary>y[i] = f(x[i]) over spans.</summary>
internal static class Map
{
    /// <summary>Applies <typeparamref name="TFunction"/> in the widest lanes that the hardware has and the span fills.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The values, as many as there are arguments: other memory than <paramref name="x"/>, or exactly the same.</param>
    public static void Run<TFunction, T>(ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && x.Length >= Vector512<T>.Count)
            Run<TFunction, Lanes512<T>, T>(x, y);
        else if (Vector256.IsHardwareAccelerated && x.Length >= Vector256<T>.Count)
            Run<TFunction, Lanes256<T>, T>(x, y);
        else
            Run<TFunction, Lanes128<T>, T>(x, y);
    }

    /// <summary>The same in lanes of a given width; the bits of y do not depend on it.</summary>
    public static void Run<TFunction, TLanes, T>(ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        if (x.Length >= TLanes.Count)
        {
            Run<TFunction, TLanes, T>(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), x.Length);
            return;
        }

        if (x.IsEmpty)
            return;

        // What does not fill a register goes through one padded with zeros: an element's bits depend on its value alone.
        var block = TLanes.Zero;
        var lanes = MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref block), TLanes.Count);
        x.CopyTo(lanes);
        Run<TFunction, TLanes, T>(ref lanes[0], ref lanes[0], lanes.Length);
        lanes[..x.Length].CopyTo(y);
    }

    // Compiled at once and in full: before that each lane operation would be a call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TFunction, TLanes, T>(ref T x, ref T y, int count)
        where TFunction : struct, IFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The last register ends with the last element. It may overlap the one before, so it is loaded before that is stored: y may be x.
        nuint width = (nuint)TLanes.Count, last = (nuint)count - width, i = 0;
        var lanes = TLanes.Load(in x);
        while (true)
        {
            var next = nuint.Min(i + width, last);
            var ahead = TLanes.Load(in Unsafe.Add(ref x, next));
            TLanes.Store(TFunction.Invoke<TLanes, T>(lanes), ref Unsafe.Add(ref y, i));
            if (i == last)
                return;
            (lanes, i) = (ahead, next);
        }
    }
}
