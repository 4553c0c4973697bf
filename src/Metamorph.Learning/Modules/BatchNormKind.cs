namespace Metamorph.Learning;

/// <summary>Which batch norms a module has, the more particular the later.</summary>
public enum BatchNormKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Batch norms with one scale and shift for all inner steps.</summary>
    Shared,

    /// <summary>Batch norms of which at least one has a scale and a shift of every inner step, as in MAML++.</summary>
    PerStep,
}
