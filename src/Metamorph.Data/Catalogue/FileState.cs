namespace Metamorph.Data;

/// <summary>How a file of a data set is found.</summary>
internal enum FileState
{
    /// <summary>Its bytes are those that were published or first fetched.</summary>
    Ok,

    /// <summary>Its bytes are others.</summary>
    Damaged,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there, and no sum of it is known.</summary>
    Unknown,
}
