using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>A = L L' for a symmetric positive-definite matrix, row by row.</summary>
internal static class Cholesky
{
    /// <summary>Puts L into the lower triangle of A.</summary>
    /// <returns>The first pivot that is not above 0, or -1.</returns>
    internal static int Factor<T>(Span<T> a, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                T sum = a[i * n + j];
                for (int k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
                if (j < i) a[i * n + j] = sum / a[j * n + j];
                else if (sum > T.Zero) a[i * n + i] = T.Sqrt(sum);
                else return i;
            }
        }

        return -1;
    }

    /// <summary>Solves L L' x = b in place of b, n rows of m.</summary>
    internal static void Solve<T>(ReadOnlySpan<T> factor, int n, int m, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) Subtract(b.Slice(k * m, m), factor[i * n + k], b.Slice(i * m, m));
            Scale(b.Slice(i * m, m), factor[i * n + i]);
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++) Subtract(b.Slice(k * m, m), factor[k * n + i], b.Slice(i * m, m));
            Scale(b.Slice(i * m, m), factor[i * n + i]);
        }
    }

    private static void Subtract<T>(ReadOnlySpan<T> row, T factor, Span<T> from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < from.Length; j++) from[j] -= row[j] * factor;
    }

    private static void Scale<T>(Span<T> row, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < row.Length; j++) row[j] /= divisor;
    }
}
