namespace Metamorph.Tensors;

/// <summary>Two numbers for the two axes of an image, such as a stride. One number is meant for both; <c>(2, 1)</c> is 2 from row to row and 1 within a row.</summary>
/// <param name="Height">From row to row.</param>
/// <param name="Width">Within a row.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same for both axes.</summary>
    /// <param name="both">The number.</param>
    public static implicit operator Extent(int both) => new(both, both);

    /// <summary>One for each axis.</summary>
    /// <param name="extent">From row to row, and within a row.</param>
    public static implicit operator Extent((int Height, int Width) extent) => new(extent.Height, extent.Width);

    /// <inheritdoc/>
    public override string ToString() => Height == Width ? $"{Height}" : $"({Height}, {Width})";
}
