namespace Metamorph.Data;

/// <summary>A picture in a file: PNG, BMP, or PBM, PGM and PPM, told by how the file begins, whatever its name says.</summary>
public static class ImageFile
{
    // Of 2^26 pixels even as text; what is larger is some other file.
    private const int MostBytes = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, no picture, or of a kind that is not read; the message says which.</exception>
    public static Picture Read(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[16];
        begin = begin[..stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];

        // Before the rest is read: a folder may hold a film.
        if (!IsRead(begin)) throw Unread(begin, path);
        if (stream.Length > MostBytes) throw new FormatException($"{path}: the file has {stream.Length} bytes. Expected a picture of at most {MostBytes}.");
        byte[] file = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(file);
        return Of(file, path);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="file">What is in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="FormatException">It is damaged, no picture, or of a kind that is not read; the message says which.</exception>
    public static Picture Of(ReadOnlyMemory<byte> file, string name) =>
        Png.Is(file.Span) ? Png.Read(file, name)
        : Bmp.Is(file.Span) ? Bmp.Read(file.Span, name)
        : Pnm.Is(file.Span) ? Pnm.Read(file.Span, name)
        : throw Unread(file.Span, name);

    private static bool IsRead(ReadOnlySpan<byte> file) => Png.Is(file) || Bmp.Is(file) || Pnm.Is(file);

    private static FormatException Unread(ReadOnlySpan<byte> file, string name)
    {
        string kind = file switch
        {
            [] => "an empty file",
            [0xff, 0xd8, 0xff, ..] => "a JPEG picture",
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF picture",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a WebP picture",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "a sound or a film",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF picture",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a HEIF or AVIF picture, or a film",
            [_, _, _, _, (byte)'j', (byte)'P', ..] => "a JPEG 2000 picture",
            [0, 0, 1 or 2, 0, ..] => "an icon or a cursor",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop picture",
            [(byte)'P', (byte)'7', ..] => "a PAM picture",
            [(byte)'P', (byte)'F' or (byte)'f', ..] => "a PFM picture",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            [(byte)'P', (byte)'K', ..] or [0x1f, 0x8b, ..] => "a compressed archive",
            [(byte)'<', ..] => "an SVG picture or another kind of XML",
            _ => $"no picture that is known: it begins with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}",
        };
        return new($"{name}: {kind}. Expected a picture in the format PNG, BMP, PBM, PGM or PPM. Save it as one of these with another program, or leave it out.");
    }
}
