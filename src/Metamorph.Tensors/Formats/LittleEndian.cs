using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Metamorph.Tensors.Formats;

/// <summary>Numbers in a stream, lowest byte first, whatever the machine's own order is.</summary>
internal static class LittleEndian
{
    /// <summary>Numbers that go through a stream at a time: 64 KiB of the widest.</summary>
    internal const int Block = 8192;

    /// <summary>Fills <paramref name="values"/> from a stream.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    internal static void Read<T>(Stream stream, Span<T> values)
        where T : unmanaged
    {
        // In blocks, because a span of more than 2 GiB of bytes does not exist.
        for (int done = 0; done < values.Length; done += Block)
        {
            var block = values.Slice(done, Math.Min(Block, values.Length - done));
            stream.ReadExactly(MemoryMarshal.AsBytes(block));
            if (!BitConverter.IsLittleEndian) Reverse(block);
        }
    }

    /// <summary>Writes all values of a tensor, row after row, task after task.</summary>
    internal static void Write<T>(Stream stream, Tensor tensor)
        where T : unmanaged
    {
        var reader = tensor.Reader<T>();
        Span<T> scratch = new T[Math.Min(Block, tensor.Count)];
        for (int left = tensor.Count; left > 0; left -= Block)
        {
            var block = reader.Next(Math.Min(Block, left), scratch);
            if (!BitConverter.IsLittleEndian)
            {
                // Into memory of its own: the block may be the tensor's, and the scratch is the reader's.
                Span<T> reversed = block.ToArray();
                Reverse(reversed);
                block = reversed;
            }

            stream.Write(MemoryMarshal.AsBytes(block));
        }
    }

    private static unsafe void Reverse<T>(Span<T> values)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(int))
        {
            var bits = MemoryMarshal.Cast<T, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        else
        {
            var bits = MemoryMarshal.Cast<T, long>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
