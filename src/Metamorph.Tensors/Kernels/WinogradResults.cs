namespace Metamorph.Tensors.Kernels;

/// <summary>Where the four results of a tile lie. Those of a tile that hangs over the end of an image lie elsewhere.</summary>
internal readonly unsafe struct WinogradResults<T>
    where T : unmanaged
{
    /// <param name="shape">The sizes.</param>
    /// <param name="tile">Which tile, counted through all images.</param>
    /// <param name="y">[images, outHeight, outWidth, outputs]</param>
    /// <param name="beyond">A result that belongs to no image.</param>
    internal WinogradResults(in WinogradShape shape, int tile, T* y, T* beyond)
    {
        var (image, down) = Math.DivRem(tile, shape.Tiles);
        (down, int across) = Math.DivRem(down, shape.Across);
        bool right = 2 * across + 1 < shape.OutWidth, below = 2 * down + 1 < shape.OutHeight;
        TopLeft = y + ((nint)(image * shape.OutHeight + 2 * down) * shape.OutWidth + 2 * across) * shape.Outputs;
        TopRight = right ? TopLeft + shape.Outputs : beyond;
        BottomLeft = below ? TopLeft + shape.OutWidth * shape.Outputs : beyond;
        BottomRight = right && below ? BottomLeft + shape.Outputs : beyond;
    }

    internal readonly T* TopLeft, TopRight, BottomLeft, BottomRight;
}
