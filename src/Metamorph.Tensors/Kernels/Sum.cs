using System.Numerics;
using System.Numerics.Tensors;

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
    public static void Combine<T>(ReadOnlySpan<T> x, Span<T> total)
        where T : unmanaged, INumber<T> => TensorPrimitives.Add(x, total, total);
}
