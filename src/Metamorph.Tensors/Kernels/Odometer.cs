namespace Metamorph.Tensors.Kernels;

/// <summary>Walks the entries of strided memory in row-major order and says where each lies.</summary>
internal struct Odometer(int[] sizes, int[] strides, int offset)
{
    private readonly int[] index = new int[sizes.Length];

    /// <summary>Where the current entry lies.</summary>
    internal int Position { get; private set; } = offset;

    /// <summary>On to the next entry; after the last it is at the first again.</summary>
    internal void Next()
    {
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            Position += strides[axis];
            if (++index[axis] < sizes[axis]) return;
            Position -= strides[axis] * sizes[axis];
            index[axis] = 0;
        }
    }
}
