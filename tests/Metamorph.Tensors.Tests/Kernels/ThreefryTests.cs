using Metamorph.Tensors.Kernels;

namespace Metamorph.Tensors.Tests.Kernels;

public sealed class ThreefryTests
{
    // The known answers that the authors' library, Random123, is tested with.
    [Theory]
    [InlineData(
        new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0, 0, 0 },
        new uint[] { 0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
        new uint[] { 0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732 })]
    [InlineData(
        new uint[] { 0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89 }, new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
        new uint[] { 0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84 })]
    public void Known_answers_are_given(uint[] key, uint[] counter, uint[] expected)
    {
        uint[] result = new uint[4];
        Threefry.Block(key, counter, result);
        Assert.Equal(expected, result);
    }

    [Fact]
    public void Number_i_is_computed_from_i_alone()
    {
        ulong[] all = new ulong[9];
        Threefry.Fill(1, 2, all);
        for (int n = 0; n < all.Length; n++)
        {
            ulong[] some = new ulong[n];
            Threefry.Fill(1, 2, some);
            Assert.Equal(all[..n], some);
        }

        // Two numbers come from each block of four words, the low word first; the counter is (block, 0, 0, 0).
        uint[] block = new uint[4];
        Threefry.Block([1, 0, 2, 0], [3, 0, 0, 0], block);
        Assert.Equal([block[0] | (ulong)block[1] << 32, block[2] | (ulong)block[3] << 32], all[6..8]);
    }

    [Fact]
    public void One_bit_of_the_key_or_of_the_counter_changes_half_of_the_bits()
    {
        uint[] key = [1, 2, 3, 4], counter = [5, 6, 7, 8], plain = new uint[4], changed = new uint[4];
        Threefry.Block(key, counter, plain);
        for (int bit = 0; bit < 256; bit++)
        {
            uint[] words = bit < 128 ? key : counter;
            words[bit % 128 / 32] ^= 1u << bit;
            Threefry.Block(key, counter, changed);
            words[bit % 128 / 32] ^= 1u << bit;

            // Of 128 bits 64, with a deviation of 5.7: within five of them.
            Assert.InRange(plain.Zip(changed, (a, b) => uint.PopCount(a ^ b)).Sum(n => (int)n), 36, 92);
        }
    }
}
