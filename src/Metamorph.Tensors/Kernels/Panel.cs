namespace Metamorph.Tensors.Kernels;

/// <summary>What the tiles of one panel, some columns of a result, have in common.</summary>
internal unsafe struct Panel<T>
    where T : unmanaged
{
    /// <summary>How many taps a row of the left factor has: 1 in a matrix product, in a convolution the entries of its window.</summary>
    internal int Taps;

    /// <summary>Where each tap lies, from the start of a row.</summary>
    internal int* Tap;

    /// <summary>Where the rows of the right factor that belong to each tap begin.</summary>
    internal int* Right;

    /// <summary>Numbers at each tap.</summary>
    internal int K;

    /// <summary>From one of them to the next.</summary>
    internal nint Step;

    /// <summary>The left factor.</summary>
    internal T* A;

    /// <summary>The right factor.</summary>
    internal T* B;

    /// <summary>From one row of the right factor to the next of the same tap.</summary>
    internal nint Down;

    /// <summary>Columns, at least as many as a register has lanes.</summary>
    internal int Columns;

    /// <summary>The result.</summary>
    internal T* Y;

    /// <summary>Whether the sums go on from what the result holds.</summary>
    internal bool Add;
}
