using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>Adds up. A run is added in four vectors of partial sums, always in the same order for the same length.</summary>
internal readonly struct Sum : IReducer
{
    /// <inheritdoc/>
    public static T Empty<T>()
        where T : unmanaged, INumber<T> => T.Zero;

    /// <inheritdoc/>
    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, i = 0;
        var total = T.Zero;
        if (x.Length >= width)
        {
            var (s0, s1, s2, s3) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
            for (; i <= x.Length - 4 * width; i += 4 * width)
            {
                s0 += new Vector<T>(x[i..]);
                s1 += new Vector<T>(x[(i + width)..]);
                s2 += new Vector<T>(x[(i + 2 * width)..]);
                s3 += new Vector<T>(x[(i + 3 * width)..]);
            }

            for (; i <= x.Length - width; i += width) s0 += new Vector<T>(x[i..]);
            total = Vector.Sum(s0 + s1 + (s2 + s3));
        }

        for (; i < x.Length; i++) total += x[i];
        return total;
    }

    /// <inheritdoc/>
    public static void Combine<T>(ReadOnlySpan<T> x, int stride, int rows, Span<T> total)
        where T : unmanaged, INumber<T>
    {
        // Both ends are checked here, so that the loops need not be. Four registers of a row at once stay where they are for all rows.
        _ = x[(rows - 1) * stride + total.Length - 1];
        ref T from = ref MemoryMarshal.GetReference(x);
        ref T into = ref MemoryMarshal.GetReference(total);
        int width = Vector<T>.Count, i = 0;
        for (; i <= total.Length - 4 * width; i += 4 * width)
        {
            ref T at = ref Unsafe.Add(ref into, i);
            ref T row = ref Unsafe.Add(ref from, i);
            var (s0, s1, s2, s3) = (Vector.LoadUnsafe(ref at), Vector.LoadUnsafe(ref at, (nuint)width), Vector.LoadUnsafe(ref at, (nuint)(2 * width)), Vector.LoadUnsafe(ref at, (nuint)(3 * width)));
            for (int j = 0; j < rows; j++, row = ref Unsafe.Add(ref row, stride))
            {
                s0 += Vector.LoadUnsafe(ref row);
                s1 += Vector.LoadUnsafe(ref row, (nuint)width);
                s2 += Vector.LoadUnsafe(ref row, (nuint)(2 * width));
                s3 += Vector.LoadUnsafe(ref row, (nuint)(3 * width));
            }

            s0.StoreUnsafe(ref at);
            s1.StoreUnsafe(ref at, (nuint)width);
            s2.StoreUnsafe(ref at, (nuint)(2 * width));
            s3.StoreUnsafe(ref at, (nuint)(3 * width));
        }

        for (; i < total.Length; i++)
        {
            T sum = Unsafe.Add(ref into, i);
            for (int j = 0; j < rows; j++) sum += Unsafe.Add(ref from, j * stride + i);
            Unsafe.Add(ref into, i) = sum;
        }
    }
}
