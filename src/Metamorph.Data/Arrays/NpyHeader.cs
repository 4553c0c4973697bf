using System.Buffers.Binary;
using System.Text;

namespace Metamorph.Data;

/// <summary>What an NPY file says of its array: a mark, a version, and a Python dictionary as text.</summary>
/// <param name="Kind">b: truth values, i and u: whole numbers with a sign and without, f: numbers with a point.</param>
/// <param name="Bytes">Bytes of a number.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
/// <param name="IsFortranOrder">Whether the first axis runs fastest instead of the last.</param>
/// <param name="Shape">The length of each axis.</param>
/// <param name="Start">The first byte of the values.</param>
internal sealed record NpyHeader(char Kind, int Bytes, bool IsBigEndian, bool IsFortranOrder, int[] Shape, int Start)
{
    private static readonly byte[] Mark = [0x93, .. "NUMPY"u8];

    /// <summary>As long as a header of version 1 can be, and longer than any of an array of numbers.</summary>
    internal const int Longest = 12 + ushort.MaxValue;

    // As many as NumPy has.
    private const int MostAxes = 64;

    /// <summary>Bytes of all values, or something beyond 2 GB that no array has.</summary>
    internal long Size
    {
        get
        {
            // Many axes would be too much for any number: no more than an array holds can be true.
            long size = Bytes;
            foreach (int n in Shape)
                if ((size *= n) > int.MaxValue) break;
            return size;
        }
    }

    /// <summary>Bytes of the whole file.</summary>
    internal long Length => Start + Size;

    /// <exception cref="FormatException">There is no such header, or values are of a kind that is not read.</exception>
    internal static NpyHeader Of(ReadOnlySpan<byte> content, string name)
    {
        if (!content.StartsWith(Mark) || content.Length < 8)
            throw new FormatException($"{name}: no NPY file: it begins with {Convert.ToHexString(content[..Math.Min(8, content.Length)])}. Expected 934E554D5059 and a version. Save the array by numpy.save.");
        int version = content[6], start = version == 1 ? 10 : 12;
        if (version is < 1 or > 3) throw new FormatException($"{name}: the file is of NPY version {version}.{content[7]}. Expected 1, 2 or 3. Save the array by numpy.save.");
        if (content.Length < start) throw new FormatException($"{name}: the file ends after {content.Length} bytes. Expected a header from byte {start} on. Fetch the file again.");
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (length > content.Length - start) throw new FormatException($"{name}: the header is said to have {length} bytes and there are {content.Length - start}. Expected as many. Fetch the file again.");
        return Of(Encoding.UTF8.GetString(content.Slice(start, (int)length)), start + (int)length, name);
    }

    private static NpyHeader Of(string text, int start, string name)
    {
        var python = new PythonLiteral(text, name);
        string? descr = null;
        bool? isFortranOrder = null;
        int[]? shape = null;
        python.Require('{');
        while (!python.Takes('}'))
        {
            string key = python.Text();
            python.Require(':');
            switch (key)
            {
                case "descr" when descr is null: descr = python.Text(); break;
                case "fortran_order" when isFortranOrder is null: isFortranOrder = python.Truth(); break;
                case "shape" when shape is null: shape = python.Numbers(MostAxes); break;
                default: throw new FormatException($"{name}: the header has {Quoted.Text(key)}{(key is "descr" or "fortran_order" or "shape" ? " twice" : "")}. Expected descr, fortran_order and shape, once each. Fetch the file again.");
            }

            if (python.Takes(',')) continue;
            python.Require('}');
            break;
        }

        if (descr is null || isFortranOrder is null || shape is null) throw new FormatException($"{name}: the header is {Quoted.Text(text.Trim())}. Expected descr, fortran_order and shape in it. Fetch the file again.");
        return descr is [var order and ('<' or '>' or '|'), var kind, var bytes] && (kind, bytes) is ('b', '1') or ('i' or 'u', '1' or '2' or '4' or '8') or ('f', '2' or '4' or '8') && (order != '|' || bytes == '1')
            ? new(kind, bytes - '0', order == '>', isFortranOrder.Value, shape, start)
            : throw new FormatException($"{name}: the values are of the kind {Quoted.Text(descr)}. Expected b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4 or f8 with < or > before it. Convert the array by astype first.");
    }
}
