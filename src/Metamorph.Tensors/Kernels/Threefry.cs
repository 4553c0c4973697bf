using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Threefry-4x32 with 20 rounds: a bijection of 128-bit counters for each 128-bit key, so good that its values pass as random
/// (Salmon, Moraes, Dror and Shaw 2011, https://doi.org/10.1145/2063384.2063405). Only additions, rotations and exclusive ors.
/// </summary>
internal static class Threefry
{
    // Skein's key-schedule parity, and the rotations of table 2 for four 32-bit words: two for every round, eight rounds around.
    private const uint Parity = 0x1BD11BDA;

    private static ReadOnlySpan<byte> Rotations => [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20];

    /// <summary>The value at a counter (count, 0, 0, kind).</summary>
    internal static void Block(ulong low, ulong high, uint count, uint kind, Span<uint> result) =>
        Block([(uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32)], [count, 0, 0, kind], result);

    /// <summary>Random bits: the values at counters 0, 1, 2, ..., two numbers each.</summary>
    internal static void Fill(ulong low, ulong high, Span<ulong> result)
    {
        Span<uint> block = stackalloc uint[4];
        for (int i = 0; i < result.Length; i += 2)
        {
            Block(low, high, (uint)i / 2, 0, block);
            result[i] = block[0] | (ulong)block[1] << 32;
            if (i + 1 < result.Length) result[i + 1] = block[2] | (ulong)block[3] << 32;
        }
    }

    /// <summary>The value at any counter.</summary>
    internal static void Block(ReadOnlySpan<uint> key, ReadOnlySpan<uint> counter, Span<uint> result)
    {
        Span<uint> keys = [key[0], key[1], key[2], key[3], Parity ^ key[0] ^ key[1] ^ key[2] ^ key[3]];
        uint x0 = counter[0] + keys[0], x1 = counter[1] + keys[1], x2 = counter[2] + keys[2], x3 = counter[3] + keys[3];
        for (int round = 0; round < 20; round++)
        {
            int first = Rotations[round % 8 * 2], second = Rotations[round % 8 * 2 + 1];
            x0 += x1;
            x1 = BitOperations.RotateLeft(x1, first) ^ x0;
            x2 += x3;
            x3 = BitOperations.RotateLeft(x3, second) ^ x2;

            // Odd rounds mix 0 with 3 and 2 with 1.
            (x1, x3) = (x3, x1);
            if (round % 4 != 3) continue;
            int s = round / 4 + 1;
            x0 += keys[s % 5];
            x1 += keys[(s + 1) % 5];
            x2 += keys[(s + 2) % 5];
            x3 += keys[(s + 3) % 5] + (uint)s;
        }

        (result[0], result[1], result[2], result[3]) = (x0, x1, x2, x3);
    }
}
