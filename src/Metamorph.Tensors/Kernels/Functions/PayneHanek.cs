namespace Metamorph.Tensors.Kernels.Functions;

/// <summary>The angle left of a huge one after whole quarter turns, by integers alone.</summary>
/// <remarks>
/// Payne and Hanek 1983, Radian reduction for trigonometric functions. With x = m 2^e, the bits of 2/pi above 2^(1-e) add whole
/// turns to x (2/pi) and the bits far below add nothing: 192 bits between them are multiplied by m.
/// </remarks>
internal static class PayneHanek
{
    // 2/pi, 64 bits a word, after one word of zeros.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C,
        0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08,
        0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    // pi/2, 127 bits after the point.
    private static UInt128 HalfPi => new(0xC90FDAA22168C234, 0xC4C6628B80DC1CD1);

    /// <summary>x = turns (pi/2) + high + low modulo 2 pi, the rest at most pi/4 in size, for finite x of at least 2^10.</summary>
    public static (int Turns, double High, double Low) Reduce(double x)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var m = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
        var start = (int)(bits >> 52) - 1075 - 2 + 64;

        // m times the 192 bits, modulo 2^192: the highest two count quarter turns.
        var p = (UInt128)m * Word(start + 128);
        var lowest = (ulong)p;
        p = (UInt128)m * Word(start + 64) + (p >> 64);
        var middle = (ulong)p;
        var highest = m * Word(start) + (ulong)(p >> 64);
        var turns = (int)(highest >> 62);
        var fraction = new UInt128((highest << 2) | (middle >> 62), (middle << 2) | (lowest >> 62));
        lowest <<= 2;

        // Beyond half a quarter turn the next one is nearer.
        var negative = fraction >> 127 != 0;
        if (negative)
        {
            turns++;
            fraction = ~fraction;
            lowest = ~lowest;
        }

        var zeros = (int)UInt128.LeadingZeroCount(fraction);
        fraction = (fraction << zeros) | (zeros == 0 ? 0 : (UInt128)lowest << 64 >> (128 - zeros));
        var angle = HighProduct(fraction, HalfPi);

        // 53 bits and 75 bits, so that both are exact, then the sum rounded and what that lost.
        var unit = BitConverter.UInt64BitsToDouble((ulong)(1023 - 127 - zeros) << 52) * (negative ? -1 : 1);
        var high = (double)(ulong)(angle >> 75) * 37778931862957161709568.0 * unit;
        var low = (double)(angle & ((UInt128.One << 75) - 1)) * unit;
        var sum = high + low;
        return (turns & 3, sum, high - sum + low);
    }

    // 64 bits of 2/pi from bit i of the table on.
    private static ulong Word(int i) =>
        (TwoOverPi[i >> 6] << (i & 63)) | (TwoOverPi[(i >> 6) + 1] >> 1 >> (63 - (i & 63)));

    // The upper 128 of the 256 bits of a b, up to 2 less for the carries left out.
    private static UInt128 HighProduct(UInt128 a, UInt128 b)
    {
        var (a1, a0, b1, b0) = ((ulong)(a >> 64), (ulong)a, (ulong)(b >> 64), (ulong)b);
        return (UInt128)a1 * b1 + ((UInt128)a1 * b0 >> 64) + ((UInt128)a0 * b1 >> 64);
    }
}
