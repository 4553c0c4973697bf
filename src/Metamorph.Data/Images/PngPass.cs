namespace Metamorph.Data;

/// <summary>Which pixels of a PNG picture a pass brings: every so many across and down, from a first one.</summary>
internal readonly record struct PngPass(int X, int Y, int Across, int Down)
{
    /// <summary>Pixels of each row of the pass.</summary>
    internal int Width(int width) => (width - X + Across - 1) / Across;

    /// <summary>Rows of the pass.</summary>
    internal int Height(int height) => (height - Y + Down - 1) / Down;
}
