using System.Buffers.Binary;

namespace Metamorph.Tensors.Formats;

/// <summary>Reads a file. Whatever its header claims is checked against the file's size before memory is taken for it.</summary>
internal static class SafetensorsReader
{
    private const string CutShort = "The file was cut short, or is no safetensors file";

    /// <summary>All that the stream holds from where it stands to its end.</summary>
    internal static ((string Name, Tensor Value)[] Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream, string file)
    {
        long size = Math.Max(0, stream.Length - stream.Position);
        try
        {
            byte[] bytes = HeaderBytes(stream, file, size);
            var header = ReservedMetadata.Restore(SafetensorsHeaderReader.Read(bytes, file), file);
            long start = SafetensorsHeader.Start + bytes.Length;
            foreach (var entry in header.Entries) entry.ThrowIfWrong(file, size - start);
            var tensors = new (string Name, Tensor Value)[header.Entries.Count];
            foreach (int i in SafetensorsEntry.InOrderOfData(header.Entries, file, start, size - start))
                tensors[i] = (header.Entries[i].Name, Values(stream, header.Entries[i], file, start));
            return (tensors, header.Metadata);
        }
        catch (EndOfStreamException e)
        {
            throw new SafetensorsException(file, size, "the file ends before its length when it was opened", "a file that nobody writes to meanwhile", e);
        }
    }

    private static byte[] HeaderBytes(Stream stream, string file, long size)
    {
        if (size < SafetensorsHeader.Start)
            throw new SafetensorsException(file, size, $"the file ends after {size} bytes", $"at least {SafetensorsHeader.Start}: the length of a header. {CutShort}");
        Span<byte> length = stackalloc byte[SafetensorsHeader.Start];
        stream.ReadExactly(length);
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(length);
        long most = Math.Min(SafetensorsHeader.MostBytes, size - SafetensorsHeader.Start);
        if (count > (ulong)most)
            throw new SafetensorsException(file, 0, $"the header is said to have {count} bytes in a file of {size} bytes", $"at most {most}. {CutShort}");
        byte[] header = GC.AllocateUninitializedArray<byte>((int)count);
        stream.ReadExactly(header);
        return header;
    }

    private static Tensor Values(Stream stream, SafetensorsEntry entry, string file, long start)
    {
        if (entry.Type == StoredType.F32) return Same<float>(stream, entry);
        if (entry.Type == StoredType.F64) return Same<double>(stream, entry);
        if (entry.Type == StoredType.F16 || entry.Type == StoredType.BF16) return Halves(stream, entry);
        return entry.Type == StoredType.I32 ? Same<int>(stream, entry) : Integers(stream, entry, file, start);
    }

    private static Tensor Same<T>(Stream stream, SafetensorsEntry entry)
        where T : unmanaged
    {
        var tensor = Tensor.Allocate<T>(entry.Shape, entry.Tasks, entry.IsWeak);
        LittleEndian.Read(stream, tensor.Target<T>());
        return tensor;
    }

    /// <summary>F16 and BF16 as Float32, without rounding.</summary>
    private static Tensor Halves(Stream stream, SafetensorsEntry entry)
    {
        const int Width = 2;
        var tensor = Tensor.Allocate<float>(entry.Shape, entry.Tasks);
        var target = tensor.Target<float>();
        Span<byte> buffer = new byte[Math.Min(target.Length, LittleEndian.Block) * Width];
        for (int i = 0; i < target.Length; i++)
        {
            int place = i % LittleEndian.Block * Width;
            if (place == 0) stream.ReadExactly(buffer[..(Math.Min(target.Length - i, LittleEndian.Block) * Width)]);
            target[i] = entry.Type == StoredType.F16
                ? (float)BinaryPrimitives.ReadHalfLittleEndian(buffer[place..])
                : BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(buffer[place..]) << 16);
        }

        return tensor;
    }

    /// <summary>I64, U8 and BOOL as Int32, each number in the range of its type.</summary>
    private static Tensor Integers(Stream stream, SafetensorsEntry entry, string file, long start)
    {
        var tensor = Tensor.Allocate<int>(entry.Shape, entry.Tasks);
        var target = tensor.Target<int>();
        int width = entry.Type.Bytes;
        Span<byte> buffer = new byte[Math.Min(target.Length, LittleEndian.Block) * width];
        for (int i = 0; i < target.Length; i++)
        {
            int place = i % LittleEndian.Block * width;
            if (place == 0) stream.ReadExactly(buffer[..(Math.Min(target.Length - i, LittleEndian.Block) * width)]);
            long value = width == 1 ? buffer[place] : BinaryPrimitives.ReadInt64LittleEndian(buffer[place..]);
            if (value < entry.Type.Least || value > entry.Type.Most)
            {
                throw new SafetensorsException(
                    file,
                    start + entry.Begin + (long)i * width,
                    $"{entry.Form} holds {value} at [{string.Join(", ", Place(i, entry.Sizes))}]",
                    $"{entry.Type.Least} to {entry.Type.Most}: {entry.Type.Name} is read as Int32. Store greater numbers as F64");
            }

            target[i] = (int)value;
        }

        return tensor;
    }

    private static long[] Place(long index, long[] sizes)
    {
        long[] place = new long[sizes.Length];
        for (int axis = sizes.Length - 1; axis >= 0; index /= sizes[axis--]) place[axis] = index % sizes[axis];
        return place;
    }
}
