namespace Metamorph.Data;

/// <summary>Pixels of a BMP file in runs of one colour, or of two that alternate; what runs pass over has the first colour of the palette.</summary>
internal static class BmpRuns
{
    private const int EndOfRow = 0;
    private const int EndOfPicture = 1;
    private const int Move = 2;

    /// <summary>Puts them into a picture whose rows come from the bottom up.</summary>
    /// <exception cref="FormatException">Runs end early or leave the picture.</exception>
    internal static void Put(BmpHeader header, ReadOnlySpan<byte> runs, byte[] picture, string name)
    {
        var palette = header.Colours!;
        for (int i = 0; i < picture.Length; i += palette.Channels) palette.Colour(0, name).CopyTo(picture.AsSpan(i));
        bool halves = header.Depth == 4;
        int at = 0;
        int x = 0;
        int y = 0;
        while (true)
        {
            var (count, value) = Two(runs);
            if (count > 0)
            {
                for (int i = 0; i < count; i++) Pixel(!halves ? value : i % 2 == 0 ? value >> 4 : value & 15);
            }
            else if (value == EndOfPicture)
            {
                return;
            }
            else if (value == EndOfRow)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == Move)
            {
                var (right, up) = Two(runs);
                (x, y) = (x + right, y + up);
                if (x > header.Width || y > header.Height) throw Outside();
            }
            else
            {
                // So many pixels one by one, in an even number of bytes.
                int bytes = halves ? (value + 1) / 2 : value;
                if (runs.Length - at < bytes + bytes % 2) throw Short();
                for (int i = 0; i < value; i++) Pixel(!halves ? runs[at + i] : i % 2 == 0 ? runs[at + i / 2] >> 4 : runs[at + i / 2] & 15);
                at += bytes + bytes % 2;
            }
        }

        (int First, int Second) Two(ReadOnlySpan<byte> runs)
        {
            if (runs.Length - at < 2) throw Short();
            at += 2;
            return (runs[at - 2], runs[at - 1]);
        }

        void Pixel(int colour)
        {
            if (x >= header.Width || y >= header.Height) throw Outside();
            palette.Colour(colour, name).CopyTo(picture.AsSpan(((header.Height - 1 - y) * header.Width + x) * palette.Channels));
            x++;
        }

        FormatException Outside() => Damage.Of(name, $"a run of the BMP file goes to pixel {x} of row {y}. Expected it within {header.Width}x{header.Height}.");

        FormatException Short() => Damage.Of(name, "the runs of the BMP file end before the mark of their end. Expected a whole file.");
    }
}
