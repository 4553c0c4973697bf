namespace Metamorph.Tensors.Kernels;

/// <summary>What a window that moves over an image does along one axis.</summary>
/// <param name="Size">Taps: how many pixels it sees.</param>
/// <param name="Stride">How far it moves from one place to the next.</param>
/// <param name="Padding">Zeros in front of the image and behind it.</param>
/// <param name="Dilation">How far one tap is from the next.</param>
internal readonly record struct Window(int Size, int Stride, int Padding, int Dilation)
{
    /// <summary>Pixels from the first tap to the last, both included.</summary>
    internal int Span => Dilation * (Size - 1) + 1;

    /// <summary>How many places it has on so many pixels.</summary>
    internal int Places(int pixels) => (pixels + 2 * Padding - Span) / Stride + 1;
}
