namespace Metamorph.Tensors;

/// <summary>What kind of number a tensor holds. Different kinds never mix by themselves: <see cref="Tensor.Cast"/> is the only way across.</summary>
public enum DType
{
    /// <summary>32-bit floating point: training.</summary>
    Float32,

    /// <summary>64-bit floating point: derivatives are checked in it.</summary>
    Float64,

    /// <summary>32-bit integers: indices and labels. They have no derivative.</summary>
    Int32,
}
