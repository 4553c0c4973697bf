namespace Metamorph.Tensors.Kernels;

/// <summary>Walks the entries of strided memory in row-major order and says where each lies.</summary>
/// <param name="sizes">Sizes, outermost axis first.</param>
/// <param name="strides">Strides of the same axes.</param>
/// <param name="offset">Where the first entry lies.</param>
/// <param name="index">Zeros, as many as there are axes: the walk's own scratch.</param>
internal struct Odometer(int[] sizes, int[] strides, int offset, int[] index)
{
    /// <summary>A walk with scratch of its own.</summary>
    internal Odometer(int[] sizes, int[] strides, int offset)
        : this(sizes, strides, offset, new int[sizes.Length])
    {
    }

    /// <summary>A walk from some entry on.</summary>
    /// <param name="sizes">Sizes, outermost axis first.</param>
    /// <param name="strides">Strides of the same axes.</param>
    /// <param name="offset">Where the first entry lies.</param>
    /// <param name="index">The walk's own scratch, as long as there are axes.</param>
    /// <param name="passed">How many entries are passed over.</param>
    internal static Odometer From(int[] sizes, int[] strides, int offset, int[] index, int passed)
    {
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            (passed, index[axis]) = Math.DivRem(passed, sizes[axis]);
            offset += index[axis] * strides[axis];
        }

        return new(sizes, strides, offset, index);
    }

    /// <summary>Where the current entry lies.</summary>
    internal int Position { get; private set; } = offset;

    /// <summary>How many entries are left on the innermost axis, the current one included.</summary>
    internal readonly int Left => sizes.Length == 0 ? 1 : sizes[^1] - index[^1];

    /// <summary>On to the next entry; after the last it is at the first again.</summary>
    /// <param name="count">How many entries onward, at most <see cref="Left"/>.</param>
    internal void Next(int count = 1)
    {
        for (int axis = sizes.Length - 1; axis >= 0; axis--, count = 1)
        {
            Position += strides[axis] * count;
            if ((index[axis] += count) < sizes[axis]) return;
            Position -= strides[axis] * sizes[axis];
            index[axis] = 0;
        }
    }
}
