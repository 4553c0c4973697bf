using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Metamorph.Data;

/// <summary>
/// Arrays in NumPy's NPY format, versions 1 to 3 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), plain or gzip: truth values, whole numbers of 1, 2, 4 and 8
/// bytes and numbers with a point of 2, 4 and 8 bytes, in either order of bytes and of axes. Python objects are refused, so that reading runs no code.
/// </summary>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static NumericArray Read(string path) => Of(ArrayFile.Read(path, NpyHeader.Longest, begin => NpyHeader.Of(begin, path).Length), path);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">What is in it, not compressed.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="FormatException">It is damaged, or of another kind.</exception>
    public static NumericArray Of(ReadOnlySpan<byte> content, string name)
    {
        var header = NpyHeader.Of(content, name);
        var values = content[header.Start..];
        if (header.Size != values.Length)
            throw new FormatException($"{name}: the header says [{string.Join(", ", header.Shape)}] of {header.Bytes} bytes each, and there are {values.Length} bytes. Expected as many. Fetch the file again.");
        return new(header.Shape, (header.Kind, header.Bytes) switch
        {
            ('b', _) => Array.ConvertAll(Values<byte>(values, header), b => b != 0),
            ('i', 1) => Values<sbyte>(values, header),
            ('i', 2) => Values<short>(values, header),
            ('i', 4) => Values<int>(values, header),
            ('i', _) => Values<long>(values, header),
            ('u', 1) => Values<byte>(values, header),
            ('u', 2) => Values<ushort>(values, header),
            ('u', 4) => Values<uint>(values, header),
            ('u', _) => Values<ulong>(values, header),
            (_, 2) => Values<Half>(values, header),
            (_, 4) => Values<float>(values, header),
            _ => Values<double>(values, header),
        });
    }

    private static T[] Values<T>(ReadOnlySpan<byte> from, NpyHeader header)
        where T : unmanaged
    {
        var values = new T[from.Length / header.Bytes];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        from.CopyTo(bytes);
        if (header.IsBigEndian == BitConverter.IsLittleEndian) Reverse(bytes, header.Bytes);
        return header.IsFortranOrder && header.Shape.Length > 1 ? LastAxisFastest(values, header.Shape) : values;
    }

    private static void Reverse(Span<byte> bytes, int width)
    {
        if (width == 2) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (width == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (width == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    /// <summary>Values whose first axis runs fastest, in the order in which the last does.</summary>
    private static T[] LastAxisFastest<T>(T[] from, int[] shape)
    {
        var to = new T[from.Length];
        int[] strides = new int[shape.Length], place = new int[shape.Length];
        for (int axis = 0, stride = 1; axis < shape.Length; stride *= shape[axis++]) strides[axis] = stride;
        for (int i = 0, at = 0; i < to.Length; i++)
        {
            to[i] = from[at];

            // The next place: one further on the last axis, and where an axis is at its end, back to its beginning and one further on that before it.
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++place[axis] < shape[axis]) break;
                at -= strides[axis] * place[axis];
                place[axis] = 0;
            }
        }

        return to;
    }
}
