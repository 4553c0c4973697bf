namespace Metamorph.Data;

/// <summary>Colours that pixels point to, as red, green and blue side by side and already over white. If all are grey, so is the picture.</summary>
internal sealed class Palette
{
    private readonly byte[] colours;

    internal Palette(byte[] colours)
    {
        this.colours = colours;
        Channels = colours.Length > 0 && new Picture(Count, 1, 3, colours).HasColour ? 3 : 1;
    }

    internal int Count => colours.Length / 3;

    /// <summary>1 if all are grey, or 3.</summary>
    internal int Channels { get; }

    /// <summary>The colour at a place, in as many bytes as there are channels.</summary>
    /// <exception cref="FormatException">There is none at the place.</exception>
    internal ReadOnlySpan<byte> Colour(int place, string name) => place < Count
        ? colours.AsSpan(3 * place, Channels)
        : throw Damage.Of(name, $"a pixel has colour {place} of a palette of {Count}. Expected a smaller one.");
}
