namespace Metamorph.Tensors.Kernels;

/// <summary>Arithmetic on sizes and strides, both given from the outermost axis to the innermost; the task axis, if any, is the first.</summary>
internal static class Strides
{
    /// <summary>The strides of values that lie row after row without gaps.</summary>
    internal static int[] Dense(ReadOnlySpan<int> sizes)
    {
        int[] strides = new int[sizes.Length];
        for (int i = sizes.Length - 1, stride = 1; i >= 0; stride *= sizes[i--]) strides[i] = stride;
        return strides;
    }

    /// <summary>Whether the values lie row after row without gaps. Axes of size 1 may have any stride; without entries everything is dense.</summary>
    internal static bool AreDense(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        bool dense = true;
        for (int i = sizes.Length - 1, expected = 1; i >= 0; expected *= sizes[i--])
        {
            if (sizes[i] == 0) return true;
            dense &= sizes[i] == 1 || strides[i] == expected;
        }

        return dense;
    }

    /// <summary>
    /// The same walk through memory with as few axes as possible: axes of size 1 are dropped, and neighbours that one stride
    /// can walk are merged.
    /// </summary>
    internal static (int[] Sizes, int[] Strides) Merge(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        var (mergedSizes, mergedStrides) = (new int[sizes.Length], new int[sizes.Length]);
        int rank = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1) continue;
            if (rank > 0 && mergedStrides[rank - 1] == strides[i] * sizes[i])
            {
                mergedSizes[rank - 1] *= sizes[i];
                mergedStrides[rank - 1] = strides[i];
            }
            else
            {
                (mergedSizes[rank], mergedStrides[rank]) = (sizes[i], strides[i]);
                rank++;
            }
        }

        return (mergedSizes[..rank], mergedStrides[..rank]);
    }
}
