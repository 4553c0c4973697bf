namespace Metamorph.Tensors.Formats;

/// <summary>A kind of number that a safetensors file may hold and that a tensor can hold too.</summary>
/// <param name="Name">Its name in the format.</param>
/// <param name="Bytes">Bytes of one entry.</param>
/// <param name="Least">The least number that is read, where it is read as Int32.</param>
/// <param name="Most">The greatest number that is read, where it is read as Int32.</param>
internal sealed record StoredType(string Name, int Bytes, long Least = int.MinValue, long Most = int.MaxValue)
{
    internal static StoredType F32 { get; } = new("F32", 4);

    internal static StoredType F64 { get; } = new("F64", 8);

    internal static StoredType F16 { get; } = new("F16", 2);

    /// <summary>The upper half of a 32-bit number.</summary>
    internal static StoredType BF16 { get; } = new("BF16", 2);

    internal static StoredType I32 { get; } = new("I32", 4);

    internal static StoredType I64 { get; } = new("I64", 8);

    internal static StoredType U8 { get; } = new("U8", 1, byte.MinValue, byte.MaxValue);

    internal static StoredType Bool { get; } = new("BOOL", 1, 0, 1);

    internal static StoredType[] All { get; } = [F32, F64, F16, BF16, I32, I64, U8, Bool];

    /// <summary>What a tensor is written as.</summary>
    internal static StoredType Of(DType dtype) => dtype switch
    {
        DType.Float32 => F32,
        DType.Float64 => F64,
        _ => I32,
    };
}
