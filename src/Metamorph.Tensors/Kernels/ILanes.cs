using System.Numerics;

namespace Metamorph.Tensors.Kernels;

/// <summary>The lanes of one SIMD register: a kernel written over it is written once, for every width and for float and double.</summary>
/// <typeparam name="TSelf">The lanes: <see cref="Lanes512{T}"/>, <see cref="Lanes256{T}"/> or <see cref="Lanes128{T}"/>.</typeparam>
/// <typeparam name="T">What one lane holds: float or double.</typeparam>
/// <remarks>
/// Every operation is rounded as IEEE 754 says, so a lane's bits depend on neither the width nor the platform, but for the sign and
/// payload of a NaN and for <see cref="MultiplyAddEstimate"/>. A comparison gives a mask: all bits of a lane set, or none. The
/// <c>Integer</c> operations take a lane's bits for a signed integer of the same size; with them exponents are read and written.
/// </remarks>
internal interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Create(T value);

    /// <summary>A constant of a formula in every lane, rounded to <typeparamref name="T"/>.</summary>
    static abstract implicit operator TSelf(double value);

    /// <summary>The <see cref="Count"/> numbers from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>Writes the <see cref="Count"/> numbers from <paramref name="destination"/> on.</summary>
    static abstract void Store(TSelf x, ref T destination);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a b.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>-x; of zero, too, the sign changes.</summary>
    static abstract TSelf operator -(TSelf x);

    /// <summary>a b + c, rounded once: in hardware, or slowly in software.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a b + c, rounded once or twice, whichever is faster here: where bits may depend on the platform.</summary>
    static abstract TSelf MultiplyAddEstimate(TSelf a, TSelf b, TSelf c);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The nearest integer, of two the even one.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>x without its sign.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The smaller, NaN if either is NaN; -0 is smaller than +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger, NaN if either is NaN; +0 is larger than -0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>x held between two bounds; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf x, TSelf low, TSelf high);

    /// <summary>x 2^n, rounded once, also to a subnormal. n holds integers, at most twice the largest exponent in size.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>A mask of the lanes where a &lt; b.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>A mask of the lanes where a &lt;= b.</summary>
    static abstract TSelf LessThanOrEqual(TSelf a, TSelf b);

    /// <summary>A mask of the lanes where a = b.</summary>
    static abstract TSelf Equals(TSelf a, TSelf b);

    /// <summary>The bits of <paramref name="a"/> where the mask is set, of <paramref name="b"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>Whether the mask is set in every lane.</summary>
    static abstract bool All(TSelf mask);

    /// <summary>The bits set in both.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>The bits set in either.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>The bits set in one alone.</summary>
    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>The bits that are not set.</summary>
    static abstract TSelf operator ~(TSelf x);

    /// <summary>The sum of the bits as integers.</summary>
    static abstract TSelf IntegerAdd(TSelf a, TSelf b);

    /// <summary>The difference of the bits as integers.</summary>
    static abstract TSelf IntegerSubtract(TSelf a, TSelf b);

    /// <summary>The bits moved up, zeros following.</summary>
    static abstract TSelf IntegerShiftLeft(TSelf x, int count);

    /// <summary>The bits moved down, the sign following: division by 2^count, downward.</summary>
    static abstract TSelf IntegerShiftRight(TSelf x, int count);
}
