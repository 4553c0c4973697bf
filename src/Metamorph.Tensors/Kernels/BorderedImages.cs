using System.Buffers;

namespace Metamorph.Tensors.Kernels;

/// <summary>Scratch for a few images with a border of zeros around each, so that a window never has to ask where an image ends. The default value has none.</summary>
internal readonly struct BorderedImages<T> : IDisposable
    where T : unmanaged
{
    private readonly int height;
    private readonly int row;
    private readonly int top;
    private readonly int left;

    /// <param name="images">Room for how many images.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="channels">Numbers of a pixel.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="left">Zeros left of a row.</param>
    /// <param name="outerHeight">Rows with the border.</param>
    /// <param name="outerWidth">Pixels of a row with the border.</param>
    internal BorderedImages(int images, int height, int width, int channels, int top, int left, int outerHeight, int outerWidth)
    {
        (this.height, row, this.top, this.left) = (height, width * channels, top, left * channels);
        (Height, Row) = (outerHeight, outerWidth * channels);
        Memory = ArrayPool<T>.Shared.Rent(images * Height * Row);
        Memory.AsSpan(0, images * Height * Row).Clear();
    }

    /// <param name="shape">A convolution: the border is its padding.</param>
    /// <param name="images">Room for how many images.</param>
    internal BorderedImages(in ConvolutionShape shape, int images)
        : this(images, shape.Height, shape.Width, shape.Inputs, shape.Rows.Padding, shape.Columns.Padding, shape.Bordered.Height, shape.Bordered.Width)
    {
    }

    /// <summary>The images, one after another.</summary>
    internal T[]? Memory { get; }

    /// <summary>Rows of an image with its border.</summary>
    internal int Height { get; }

    /// <summary>Numbers of a row with its border.</summary>
    internal int Row { get; }

    /// <summary>Puts images into their borders, over those before.</summary>
    /// <param name="images">[images, height, width, channels], at most as many as there is room for.</param>
    internal void Fill(ReadOnlySpan<T> images)
    {
        for (int from = 0, i = 0; from < images.Length; from += row, i++)
            images.Slice(from, row).CopyTo(Memory.AsSpan((i / height * Height + top + i % height) * Row + left));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Memory is not null) ArrayPool<T>.Shared.Return(Memory);
    }
}
