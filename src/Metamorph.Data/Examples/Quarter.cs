namespace Metamorph.Data;

/// <summary>Turns of square images by a quarter, counter-clockwise.</summary>
internal static class Quarter
{
    /// <summary>The place in an image of n x n pixels whose pixel comes to lie at (y, x) after 1, 2 or 3 turns.</summary>
    // A quarter counter-clockwise brings the right edge to the top.
    internal static (int Y, int X) Source(int turns, int y, int x, int n) => turns switch { 1 => (x, n - 1 - y), 2 => (n - 1 - y, n - 1 - x), _ => (n - 1 - x, y) };
}
