namespace Metamorph.Data;

/// <summary>The words of a PBM, PGM or PPM file one after another, with what is a comment passed over: from # to the end of a line.</summary>
internal ref struct PnmText(ReadOnlySpan<byte> file, string name)
{
    private readonly ReadOnlySpan<byte> file = file;

    // Behind P and the kind.
    private int at = 2;

    /// <summary>How many bytes are left.</summary>
    internal readonly int Left => file.Length - at;

    /// <summary>The next number.</summary>
    internal int Number(string what)
    {
        PassOver();
        long number = 0;
        int start = at;
        for (; at < file.Length && char.IsAsciiDigit((char)file[at]); at++)
        {
            number = 10 * number + file[at] - '0';
            if (number > int.MaxValue) throw Damage.Of(name, $"{what} at byte {start} is a number of too many digits. Expected at most {int.MaxValue}.");
        }

        return at > start ? (int)number : throw Unlike(what + ", a number");
    }

    /// <summary>The next pixel of black and white, which need no space between: 1 is black.</summary>
    internal byte Bit()
    {
        PassOver();
        if (at == file.Length || file[at] is not ((byte)'0' or (byte)'1')) throw Unlike("a pixel, 0 or 1");
        return file[at++] == '1' ? (byte)0 : (byte)255;
    }

    /// <summary>So many bytes behind the one space that ends the header.</summary>
    internal ReadOnlySpan<byte> Raster(long size)
    {
        if (at == file.Length || !Space(file[at])) throw Unlike("one space before the pixels");
        var raster = file.Slice(at + 1, (int)size);
        at += 1 + (int)size;
        return raster;
    }

    /// <summary>Nothing but space may follow.</summary>
    internal void End()
    {
        PassOver();
        if (at < file.Length) throw Unlike("the end: one picture and nothing behind it");
    }

    private readonly FormatException Unlike(string expected) =>
        Damage.Of(name, $"{(at == file.Length ? $"the file ends after {at} bytes" : $"byte {at} is {file[at]:x2}")}. Expected {expected}.");

    private void PassOver()
    {
        for (bool comment = false; at < file.Length && (comment || Space(file[at]) || file[at] == '#'); at++)
            comment = file[at] is not ((byte)'\n' or (byte)'\r') && (comment || file[at] == '#');
    }

    private static bool Space(byte b) => b is (byte)' ' or (>= 9 and <= 13);
}
