namespace Metamorph.Data;

/// <summary>What becomes of a category among the features that no training task has.</summary>
public enum UnknownCategory
{
    /// <summary>It is refused.</summary>
    Error,

    /// <summary>It is none of the known ones: 0 in all inputs of its column.</summary>
    Zeros,
}
