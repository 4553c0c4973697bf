using System.Numerics;

namespace Metamorph.Data;

/// <summary>Numbers of one kind in the order of their places, the last axis running fastest.</summary>
/// <param name="Shape">The length of each axis; none: a single number.</param>
/// <param name="Values">All values: an array of <see cref="bool"/>, of whole numbers of 1, 2, 4 or 8 bytes with a sign or without, or of <see cref="Half"/>, <see cref="float"/> or <see cref="double"/>.</param>
public sealed record NumericArray(IReadOnlyList<int> Shape, Array Values)
{
    /// <summary>Its form for messages, such as <c>Single [100, 28, 28]</c>.</summary>
    public string Form => $"{Values.GetType().GetElementType()!.Name} [{string.Join(", ", Shape)}]";

    /// <summary>Whether they are whole numbers; truth values are not.</summary>
    public bool AreIntegers => Kind is >= TypeCode.SByte and <= TypeCode.UInt64;

    private TypeCode Kind => Type.GetTypeCode(Values.GetType().GetElementType());

    /// <summary>The values rounded to 32 bits, infinite where they are too great; a truth value is 0 or 1.</summary>
    public float[] ToFloats() => To<float>();

    /// <summary>The values as whole numbers of 64 bits.</summary>
    /// <exception cref="InvalidOperationException">They are no whole numbers.</exception>
    /// <exception cref="OverflowException">One is greater than such a number can be.</exception>
    public long[] ToIntegers() => AreIntegers ? To<long>() : throw new InvalidOperationException($"an array {Form} holds no whole numbers.");

    private T[] To<T>()
        where T : INumberBase<T> => Kind switch
    {
        TypeCode.Boolean => Array.ConvertAll((bool[])Values, b => b ? T.One : T.Zero),
        TypeCode.SByte => From<sbyte, T>(),
        TypeCode.Byte => From<byte, T>(),
        TypeCode.Int16 => From<short, T>(),
        TypeCode.UInt16 => From<ushort, T>(),
        TypeCode.Int32 => From<int, T>(),
        TypeCode.UInt32 => From<uint, T>(),
        TypeCode.Int64 => From<long, T>(),
        TypeCode.UInt64 => From<ulong, T>(),
        TypeCode.Single => From<float, T>(),
        TypeCode.Double => From<double, T>(),
        _ => From<Half, T>(),
    };

    private TTo[] From<TFrom, TTo>()
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo> => Array.ConvertAll((TFrom[])Values, TTo.CreateChecked);
}
