using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>Rows of a PNG file as pixels of a picture: samples scaled to bytes, palettes looked up, what is transparent laid over white.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader header;
    private readonly string name;
    private readonly Palette? palette;
    private readonly int[]? clear;

    /// <param name="header">What the picture is like.</param>
    /// <param name="colours">The data of the PLTE chunk, if there is one.</param>
    /// <param name="transparency">The data of the tRNS chunk, if there is one.</param>
    /// <param name="name">The file, for messages.</param>
    /// <exception cref="FormatException">They do not fit together.</exception>
    internal PngPixels(PngHeader header, ReadOnlyMemory<byte>? colours, ReadOnlyMemory<byte>? transparency, string name)
    {
        (this.header, this.name) = (header, name);
        if (header.Colour == PngHeader.Palette)
        {
            palette = PaletteOf(colours ?? throw Damage.Of(name, "the pixels of the PNG file point to a palette, and there is none. Expected a chunk PLTE."), transparency.GetValueOrDefault(), name);
            Channels = palette.Channels;
            return;
        }

        Channels = header.Colour is PngHeader.Grey or PngHeader.GreyAlpha ? 1 : 3;
        if (transparency is not { } key) return;
        if (key.Length != 2 * header.Samples || header.Colour is PngHeader.GreyAlpha or PngHeader.RgbAlpha)
            throw Damage.Of(name, $"the PNG file of colour type {header.Colour} has a transparent colour of {key.Length} bytes. Expected 2 bytes for grey, 6 for colour, and none where pixels have an opacity.");

        // Of a smaller depth, the lower bits count (section 11.3.2.1).
        clear = [.. Enumerable.Range(0, header.Samples).Select(i => BinaryPrimitives.ReadUInt16BigEndian(key.Span[(2 * i)..]) & header.Greatest)];
    }

    internal int Channels { get; }

    /// <summary>Puts a row where it belongs.</summary>
    /// <param name="row">Its bytes.</param>
    /// <param name="width">Its pixels.</param>
    /// <param name="to">The row of the picture.</param>
    /// <param name="pass">Which of its pixels they are.</param>
    /// <exception cref="FormatException">A pixel has no colour.</exception>
    internal void Put(ReadOnlySpan<byte> row, int width, Span<byte> to, PngPass pass)
    {
        // The common case: bytes as the picture has them.
        if (header.Depth == 8 && header.Samples == Channels && palette is null && clear is null && pass.Across == 1)
        {
            row.CopyTo(to);
            return;
        }

        Span<int> samples = stackalloc int[header.Samples];
        for (int i = 0; i < width; i++)
        {
            for (int s = 0; s < samples.Length; s++) samples[s] = Sample(row, i * samples.Length + s);
            Put(samples, to.Slice((pass.X + i * pass.Across) * Channels, Channels));
        }
    }

    private void Put(ReadOnlySpan<int> samples, Span<byte> to)
    {
        if (palette is not null)
        {
            palette.Colour(samples[0], name).CopyTo(to);
            return;
        }

        int greatest = header.Greatest;
        int opacity = samples.Length > Channels ? samples[^1] : clear is not null && samples.SequenceEqual(clear) ? 0 : greatest;
        for (int c = 0; c < to.Length; c++) to[c] = OverWhite.Of(samples[c], opacity, greatest);
    }

    private int Sample(ReadOnlySpan<byte> row, int i) => header.Depth switch
    {
        8 => row[i],
        16 => row[2 * i] << 8 | row[2 * i + 1],
        var depth => row[i * depth >> 3] >> (8 - depth - (i * depth & 7)) & header.Greatest,
    };

    private static Palette PaletteOf(ReadOnlyMemory<byte> colours, ReadOnlyMemory<byte> opacities, string name)
    {
        if (colours.Length % 3 != 0 || colours.Length is 0 or > 3 * 256) throw Damage.Of(name, $"the palette of the PNG file has {colours.Length} bytes. Expected 3 for each of 1 .. 256 colours.");
        byte[] over = colours.ToArray();
        if (opacities.Length > over.Length / 3) throw Damage.Of(name, $"the PNG file has {opacities.Length} opacities for a palette of {over.Length / 3} colours. Expected at most one each.");
        for (int i = 0; i < 3 * opacities.Length; i++) over[i] = OverWhite.Of(over[i], opacities.Span[i / 3], 255);
        return new(over);
    }
}
