namespace Metamorph.Tensors.Kernels;

/// <summary>Operations that are joined with the next one, so that what lies between them stays in registers.</summary>
internal enum Arithmetic
{
    /// <summary>None of these.</summary>
    Other,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>1 where a > b, else 0.</summary>
    Greater,
}
