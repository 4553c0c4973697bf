using System.Buffers.Binary;

namespace Metamorph.Data;

/// <summary>
/// Arrays of bytes in the IDX format, that of MNIST, plain or gzip: two bytes of zero, 8 for unsigned bytes, the number of axes, the length of each in
/// four bytes with the most significant first, and the values, the last axis running fastest (http://yann.lecun.com/exdb/mnist).
/// </summary>
/// <param name="Shape">The length of each axis.</param>
/// <param name="Values">All values.</param>
public sealed record Idx(IReadOnlyList<int> Shape, byte[] Values)
{
    private const byte UnsignedBytes = 8;
    private const int LargestHeader = 4 + 4 * byte.MaxValue;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static Idx Read(string path) => Decompressed(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a file, compressed or not. No more is decompressed than the header says, which comes out first.</summary>
    internal static Idx Decompressed(byte[] file, string name)
    {
        if (!Gzip.Is(file)) return Of(file, name);
        try
        {
            var (_, header, size) = HeaderOf(Gzip.Begin(file, LargestHeader), name);
            return Of(Gzip.Decompress(file, header + size), name);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"{name}: the compressed data are damaged: {e.Message} Expected a whole file. Fetch it again.", e);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">What is in it, not compressed.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static Idx Of(ReadOnlySpan<byte> content, string name)
    {
        var (shape, header, size) = HeaderOf(content, name);
        return content.Length - header == size
            ? new(shape, content[header..].ToArray())
            : throw new FormatException($"{name}: the header says [{string.Join(", ", shape)}], {size} values, and there are {content.Length - header} bytes. Expected as many. Fetch the file again.");
    }

    private static (int[] Shape, int Header, long Size) HeaderOf(ReadOnlySpan<byte> content, string name)
    {
        if (content is not [0, 0, UnsignedBytes, var axes, ..])
            throw new FormatException($"{name}: no IDX file of unsigned bytes: it begins with {Convert.ToHexString(content[..Math.Min(4, content.Length)])}. Expected 0000 08 and the number of axes.");
        int header = 4 + 4 * axes;
        if (content.Length < header) throw new FormatException($"{name}: {content.Length} bytes end within the header of {axes} axes. Expected at least {header}. Fetch the file again.");
        int[] shape = new int[axes];
        long size = 1;
        for (int i = 0; i < axes; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(content[(4 + 4 * i)..]);

            // Checked before it is multiplied: no more than the file has can be true.
            if (length > int.MaxValue || (size *= length) > int.MaxValue) throw new FormatException($"{name}: axis {i} has a length of {length}. Expected no more values in all than one array can hold, {int.MaxValue}. Fetch the file again.");
            shape[i] = (int)length;
        }

        return (shape, header, size);
    }
}
