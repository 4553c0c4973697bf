namespace Metamorph.Tensors;

/// <summary>One value of a recording. Others are named by their place in it.</summary>
/// <param name="Primitive">What makes it; null: it is an input or a constant.</param>
/// <param name="Inputs">The places of the values that it is made of.</param>
/// <param name="Input">The number of the input that it is, or -1.</param>
/// <param name="Constant">The constant that it is, if it is one.</param>
/// <param name="DType">What kind of number it holds.</param>
/// <param name="Shape">What one task sees.</param>
/// <param name="Tasks">The number of tasks; null: shared.</param>
/// <param name="IsWeak">Whether it came from plain C# numbers.</param>
internal sealed record Value(Primitive? Primitive, int[] Inputs, int Input, Tensor? Constant, DType DType, Shape Shape, int? Tasks, bool IsWeak)
{
    /// <summary>As messages print it.</summary>
    internal string Form => Tasks is null ? $"{Shape}" : $"[{Tasks}; {string.Join(", ", Shape)}]";

    /// <summary>Whether a value at the same place of another recording was made in the same way of the same constants.</summary>
    internal bool Same(Value other) =>
        Equals(Primitive, other.Primitive) && Inputs.AsSpan().SequenceEqual(other.Inputs) && Input == other.Input
        && DType == other.DType && Shape == other.Shape && Tasks == other.Tasks && IsWeak == other.IsWeak
        && (Constant, other.Constant) switch
        {
            (null, null) => true,
            ({ } a, { } b) => ReferenceEquals(a, b) || SameNumbers(a, b),
            _ => false,
        };

    private static bool SameNumbers(Tensor a, Tensor b) => a.DType switch
    {
        DType.Float32 => SameBits<float>(a, b),
        DType.Float64 => SameBits<double>(a, b),
        _ => SameBits<int>(a, b),
    };

    private static bool SameBits<T>(Tensor a, Tensor b)
        where T : unmanaged
    {
        // One number everywhere takes the memory of one.
        if (a.Storage.Count == 1 && b.Storage.Count == 1) return Bytes(a.Memory<T>()).SequenceEqual(Bytes(b.Memory<T>()));
        return Bytes(a.Values<T>()).SequenceEqual(Bytes(b.Values<T>()));

        static ReadOnlySpan<byte> Bytes(ReadOnlySpan<T> values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values);
    }
}
